// Every npm script preloads this: an older Node can't even parse the TypeScript that follows, and would crash in SQLite.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Health Relay needs Node 22.18 or newer and found ${process.versions.node}. Run it through npm ("npm start", "npm run -s cli -- …"): npm ci brings its own Node.`,
  );
  process.exit(1);
}

// Keeps Node's compile cache, which makes the next start twice as fast. It's in the checkout, not in Node's default, a temporary
// folder that others may write to. Forked processes find it through the environment (nodejs.org, "Module compile cache").
if (!process.env.NODE_COMPILE_CACHE && !process.env.NODE_DISABLE_COMPILE_CACHE) {
  const { join } = require('node:path');
  const cache = join(__dirname, '../../node_modules/.cache/health-relay');
  require('node:module').enableCompileCache(cache);
  process.env.NODE_COMPILE_CACHE = cache;
}
