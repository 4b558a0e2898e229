export { dotenvReader } from './reader.ts';
