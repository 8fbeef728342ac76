// A peer made by hand for the tests of the scanner: a server on loopback whose every answer the test decides, and that
// keeps count of what the scanner did to it.
import net from 'node:net';
import {
  APPLICATION_CONTEXT,
  type AssociateRq,
  type Command,
  decodeCommand,
  EMPTY_USER_INFORMATION,
  encodePdu,
  messageToPdus,
  type Pdu,
  PduStream,
} from '#wire/dicom/index.ts';

export interface FakePeer {
  readonly port: number;
  /** Connections taken, with the time of each. */
  readonly takenAt: readonly number[];
  /** The most that were open at once. */
  readonly mostAtOnce: () => number;
  /** Every byte that came, by connection. */
  readonly heard: readonly Buffer[];
  readonly close: () => Promise<void>;
}

/** Listens on a free port of an address; `serve` gets each connection and its number. */
export async function fakePeer(
  serve: (socket: net.Socket, number: number) => void,
  address = '127.0.0.1',
): Promise<FakePeer> {
  const takenAt: number[] = [];
  const heard: Buffer[] = [];
  const sockets = new Set<net.Socket>();
  let most = 1;
  const server = net.createServer({ noDelay: true }, (socket) => {
    const number = takenAt.push(performance.now()) - 1;
    heard[number] = Buffer.alloc(0);
    sockets.add(socket);
    // Counted a moment later: the end of the connection before may still be on its way to this process, and a busy loop
    // runs its timers before it hears of that end. Each turn then listens to what has come.
    setTimeout(() => {
      afterTurns(20, () => {
        most = Math.max(most, sockets.size);
      });
    }, 30);
    socket.on('data', (bytes: Buffer) => {
      heard[number] = Buffer.concat([heard[number] ?? Buffer.alloc(0), bytes]);
    });
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    serve(socket, number);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('The fake peer has no port.');
  return {
    port: bound.port,
    takenAt,
    heard,
    mostAtOnce: () => most,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function afterTurns(turns: number, done: () => void): void {
  if (turns === 0) done();
  else setImmediate(afterTurns, turns - 1, done);
}

/** What a DICOM peer answers; what is left out is answered as a friendly archive would. */
export interface DicomManners {
  readonly onRequest?: (rq: AssociateRq, number: number) => Pdu | 'nothing';
  readonly onCommand?: (command: Command, contextId: number, peer: DicomSide) => void;
  readonly onRelease?: (peer: DicomSide) => void;
}

interface DicomSide {
  readonly socket: net.Socket;
  send(pdu: Pdu): void;
  respond(command: Command, contextId: number, status: number): void;
}

/** Serves DICOM on a connection. */
export function serveDicom(manners: DicomManners = {}): (socket: net.Socket, number: number) => void {
  return (socket, number) => {
    const stream = new PduStream();
    const side: DicomSide = {
      socket,
      send: (pdu) => void socket.write(encodePdu(pdu)),
      respond: (command, contextId, status) => {
        const { messageId, affectedSopClassUid } = command;
        const answer: Command = {
          commandField: command.commandField | 0x8000,
          hasDataSet: false,
          status,
          ...(messageId === undefined ? {} : { respondedMessageId: messageId }),
          ...(affectedSopClassUid === undefined ? {} : { affectedSopClassUid }),
        };
        for (const pdu of messageToPdus({ contextId, command: answer, dataSet: null }, 16384)) side.send(pdu);
      },
    };
    socket.on('data', (bytes: Buffer) => {
      for (const event of stream.push(bytes)) {
        if (event.kind !== 'pdu') continue;
        const { pdu } = event;
        if (pdu.kind === 'associate-rq') {
          const answer = (manners.onRequest ?? acceptAll)(pdu, number);
          if (answer !== 'nothing') side.send(answer);
        } else if (pdu.kind === 'release-rq') {
          if (manners.onRelease) manners.onRelease(side);
          else side.send({ kind: 'release-rp' });
        } else if (pdu.kind === 'abort') {
          socket.end();
        } else if (pdu.kind === 'p-data') {
          for (const { command, last, data, contextId } of pdu.pdvs) {
            if (!command || !last) continue;
            const decoded = decodeCommand(data);
            if (manners.onCommand) manners.onCommand(decoded, contextId, side);
            else side.respond(decoded, contextId, 0);
          }
        }
      }
    });
  };
}

/** An answer that accepts the proposed services that `accepts` names, all by default. */
export function acceptAll(rq: AssociateRq, _number = 0, accepts: (uid: string) => boolean = () => true): Pdu {
  return {
    kind: 'associate-ac',
    protocolVersion: 1,
    calledAeTitle: rq.calledAeTitle,
    callingAeTitle: rq.callingAeTitle,
    applicationContext: APPLICATION_CONTEXT,
    contexts: rq.contexts.map(({ id, abstractSyntax, transferSyntaxes }) => {
      const accepted = accepts(abstractSyntax);
      return { id, result: accepted ? 0 : 3, transferSyntax: accepted ? (transferSyntaxes[0] ?? null) : null };
    }),
    user: {
      ...EMPTY_USER_INFORMATION,
      maxPduLength: 16384,
      implementationClassUid: '1.2.276.0.7230010.3.0.3.6.7',
      implementationVersionName: 'OFFIS_DCMTK_367',
    },
  };
}

/** A refusal (PS3.8 table 9-21). */
export function refuse(result: number, source: number, reason: number): Pdu {
  return { kind: 'associate-rj', result, source, reason };
}
