import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { faultFields, type LogEvent, noLog } from '../../data/protocol/log.ts';
import { openedProfile, type ProfileHome, profileAnswers } from '../../data/protocol/profiles.ts';
import type { SwitchableDataProgram } from '../../data/protocol/switchable.ts';
import type { Offer } from '../../shared/contract/index.ts';
import { drop } from '../../shared/drop.ts';
import { createGateway, type Gateway } from '../../shared/gateway.ts';
import { callbackUri, RequestPace } from './callback.ts';
import { Connections } from './connections.ts';
import { Downloads } from './downloads.ts';
import { refuse } from './json-messages.ts';
import { PushStreams } from './push-stream.ts';
import { authorityFor } from './request-checks.ts';
import { handleRequest } from './request-handler.ts';
import { LinkTokens, PageSecrets } from './secrets.ts';
import { Uploads } from './uploads.ts';
import { webAnswers } from './web-answers.ts';

export interface WebHostOptions {
  readonly data: SwitchableDataProgram;
  /** Holds the profiles that the page may switch between. */
  readonly home: ProfileHome;
  /** Folder of the built page. */
  readonly rendererDir: string;
  readonly version: string;
  /** 0 or undefined: a free one. Sign-ins return to this port, so it should stay the same (`callbackPort`). */
  readonly port?: number;
  /** Shown on the page as ready to import until it is started. */
  readonly readyOffer?: Offer;
  /** This process's log. */
  readonly logEvent?: LogEvent;
  /** Milliseconds; for tests of expiry. */
  readonly now?: () => number;
}

export interface WebHost {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Creates a new link, valid once and for 5 minutes. */
  link(): string;
  /** Ends streams and uploads and stops listening. The data program keeps running. */
  close(): Promise<void>;
}

/** Serves the page and the contract on 127.0.0.1 only. Rejects with the system's error if the port is taken. */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const { data, now = Date.now, logEvent = noLog } = options;
  const links = new LinkTokens(now);
  const streams = new PushStreams();
  const uploads = new Uploads(data, now);
  const downloads = new Downloads(data, now);
  let readyOffer = options.readyOffer ?? null;
  const port = () => (server.address() as AddressInfo).port;
  const host = {
    ...webAnswers({
      data,
      version: options.version,
      profile: () => openedProfile(options.home, data),
      redirectUri: () => callbackUri(port()),
      logEvent,
    }),
    ...profileAnswers({ home: options.home, data, saveFile: (file) => downloads.offer(file) }),
  };
  const inner = createGateway({ host, data });
  const gateway: Gateway = async (name, input) => {
    const result = await inner(name, input);
    if (name === 'import.start' && result.ok && isStartOf(input, readyOffer)) readyOffer = null;
    return result;
  };
  const stopListening = data.onPush((name, payload) => {
    streams.push(name, payload);
    if (name !== 'app.dataState' || data.state().state === 'ready') return;
    // When the data program restarts, it clears incoming/, which partial uploads are in, and knows no offer.
    drop(uploads.removeAll(), 'the next start removes the rest', (error) =>
      logEvent('process.fault', faultFields(error)),
    );
    readyOffer = null;
  });

  const server = createServer({
    // An upload takes as long as its size requires; every request has its own limit (connections.ts, json-messages.ts, upload-file.ts).
    requestTimeout: 0,
    headersTimeout: 10_000,
    keepAliveTimeout: 5000,
    connectionsCheckingInterval: 5000,
    maxHeaderSize: 16 * 1024,
  });
  const connections = new Connections();
  const parts = {
    gateway,
    streams,
    uploads,
    links,
    secrets: new PageSecrets(),
    connections,
    rendererDir: options.rendererDir,
    port,
    data,
    downloads,
    callbackPace: new RequestPace(30, 60_000, now),
    readyOffer: () => readyOffer,
    logEvent,
  };
  server.on('connection', (socket) => connections.add(socket));
  server.on('request', (request, response) => {
    connections.begin(request, response);
    handleRequest(parts, request, response).catch((error: unknown) => {
      logEvent('process.fault', faultFields(error));
      refuse(request, response, 500, 'internal');
    });
  });
  server.on('clientError', (_error, socket) => socket.destroy());
  await listen(server, options.port ?? 0);

  const origin = `http://${authorityFor(port())}`;
  return {
    origin,
    // The token comes after the '#': no request, log, or referrer carries it.
    link: () => `${origin}/link#${links.issue()}`,
    close: async () => {
      stopListening();
      streams.close();
      await uploads.removeAll();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function isStartOf(input: unknown, offer: Offer | null): boolean {
  return (
    offer !== null &&
    typeof input === 'object' &&
    input !== null &&
    'offer' in input &&
    input.offer === offer.offer
  );
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
