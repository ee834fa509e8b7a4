/** The reference: a room as Socket.IO's own documentation builds it, without a database behind it. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { answerCalls } from '../calls.ts';

const room = 'room';
const server = http.createServer();
const io = new Server(server, { transports: ['websocket'], serveClient: false, pingTimeout: 120_000 });
let head = 0;

io.on('connection', (socket) => {
  void socket.join(room);
  socket.emit('entered', head);
  socket.on('say', ({ text, clientId }: { text: string; clientId: string }) => {
    io.to(room).emit('entry', {
      seq: ++head,
      at: new Date().toISOString(),
      type: 'comment',
      author: { id: `acc_${socket.id}`, nickname: `顾客${head % 1000}号`, avatarUrl: null },
      role: 'member',
      text,
      clientId,
    });
  });
});

const calls = {
  listen: () =>
    new Promise<{ port: number }>((resolve) => {
      server.listen(0, '127.0.0.1', 4096, () => resolve({ port: (server.address() as AddressInfo).port }));
    }),
  head: async () => head,
};
export type SocketIoCalls = typeof calls;

answerCalls(calls);
