// Preloaded by every npm script: an older Node cannot even parse the TypeScript that follows, and would crash in SQLite.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `Health Relay needs Node 22.18 or newer and found ${process.versions.node}. Run it through npm ("npm start", "npm run -s cli -- …"): npm ci brings its own Node.`,
  );
  process.exit(1);
}
