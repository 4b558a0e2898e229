export { type CallOptions, Connection, ConnectionLost } from './connection.ts';
export { type Bounds, defaultBounds, encodeCommand, ProtocolError, Push, RedisError, type Reply, RespDecoder, text } from './resp.ts';
