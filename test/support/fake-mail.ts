// A mail server for tests, on loopback.
import net from 'node:net';

export type FakeMail = Awaited<ReturnType<typeof fakeMail>>;

/** A mail server of a few lines: takes everything but for addresses that begin with "gone". */
export async function fakeMail() {
  const mails: string[] = [];
  let waits = false;
  const listening = net.createServer((socket) => {
    let text: string | null = null;
    let buffer = '';
    socket.write('220 fake ESMTP\r\n');
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      buffer += bytes.toString('utf8');
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (text !== null && line !== '.') text += `${line}\n`;
        else if (text !== null) {
          mails.push(text);
          text = null;
          socket.write('250 taken\r\n');
        } else if (/^DATA/i.test(line)) {
          text = '';
          socket.write('354 go on\r\n');
        } else if (waits && /^RCPT/i.test(line)) socket.write('451 come back later\r\n');
        else if (/^RCPT TO:<gone/i.test(line)) socket.write('550 5.1.1 no such user\r\n');
        else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
        else socket.write('250 ok\r\n');
      }
    });
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    mails,
    sayLater: (on: boolean) => {
      waits = on;
    },
    close: () => listening.close(),
  };
}
