// A wire tap: passes bytes on unchanged between a client and the router, and notes each HTTP exchange that goes by.
import net from 'node:net';
import { HttpHeads } from './http-heads.mjs';

/**
 * Opens a tap on a free loopback port.
 * @param {string} target Where the bytes go, as http://HOST:PORT.
 * @returns `url`; `exchanges`, a list of {method, path, status, attempts, approximated, sealed} that grows while the tap is open (a status of 0
 *   is an answer that never came; `sealed` tells that the request carried reasoning that the router had sealed); `close()`.
 */
export async function openTap(target) {
  const { hostname, port } = new URL(target);
  const exchanges = [];
  const sockets = new Set();
  const server = net.createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const router = net.connect({ host: hostname, port: Number(port), allowHalfOpen: true, noDelay: true });
    const waiting = [];
    const requests = new HttpHeads(([method, path]) => {
      const exchange = { method, path, status: 0, attempts: '', approximated: '', sealed: false };
      exchanges.push(exchange);
      waiting.push(exchange);
      return { bodyless: false };
    });
    const answers = new HttpHeads(([, text], head) => {
      const status = Number(text);
      const isInterim = status < 200;
      const exchange = isInterim ? waiting[0] : waiting.shift();
      if (exchange && !isInterim) {
        exchange.status = status;
        exchange.attempts = header(head, 'x-router-attempts');
        exchange.approximated = header(head, 'x-router-approximated');
      }
      return { bodyless: isInterim || exchange?.method === 'HEAD' || status === 204 || status === 304 };
    });
    join(client, router, requests);
    client.on('data', (bytes) => {
      if (exchanges.length) exchanges.at(-1).sealed ||= bytes.includes('rtr1.');
    });
    join(router, client, answers);
  });

  // Also how a connection ends is passed on: an end as an end, a reset as a reset.
  function join(from, to, heads) {
    sockets.add(from);
    from.on('data', (bytes) => {
      heads.read(bytes);
      if (!to.write(bytes)) from.pause();
    });
    from.on('end', () => to.end());
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => sockets.delete(from));
    to.on('drain', () => from.resume());
  }

  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    exchanges,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

const header = (head, name) => new RegExp(`^${name}: *(.*)$`, 'im').exec(head)?.[1].trim() ?? '';
