// Stands for the world outside loopback: a proxy that lets nothing through and remembers what was asked for.
import http from 'node:http';

/** @returns `env`, which sends a program's outside requests here; `asked`, the hosts it asked for; `close()`. */
export async function openOutside() {
  const asked = [];
  const server = http.createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(403).end();
  });
  server.on('connect', (request, socket) => {
    asked.push(request.url);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}`;
  const loopback = '127.0.0.1,localhost';
  return {
    env: { HTTP_PROXY: url, HTTPS_PROXY: url, ALL_PROXY: url, NO_PROXY: loopback, http_proxy: url, https_proxy: url, no_proxy: loopback },
    asked,
    close: () => server.closeAllConnections(server.close()),
  };
}
