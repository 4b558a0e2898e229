export { type Command, Connection, ConnectionLost } from './connection.ts';
export * from './replies/index.ts';
export { encodeCommand, ProtocolError, Push, RedisError, type Reply, RespDecoder, text } from './resp.ts';
