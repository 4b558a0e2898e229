import { expect, it } from 'vitest';
import { ownCost, readRates } from './rates.ts';
import type { ServerView } from './server-view.ts';

const server = (info: Record<string, string>) => ({ info: new Map(Object.entries(info)) }) as unknown as ServerView;
const info = (fields: Record<string, string>) =>
  Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => `${name}:${value}\r\n`)
      .join(''),
  );
const nothing = { commands: 0, errors: 0, sentBytes: 0, receivedBytes: 0 };

it('tells increases, processor time in microseconds, by the server’s own clock', () => {
  const before = { run_id: 'a', server_time_usec: '1000000', keyspace_hits: '10', used_cpu_user_main_thread: '1.500000', expired_keys: '0' };
  const after = { run_id: 'a', server_time_usec: '1203400', keyspace_hits: '25', used_cpu_user_main_thread: '1.520000', expired_keys: '0' };
  expect(readRates(info(after), server(before), nothing, 999)).toEqual({
    state: 'ok',
    value: { windowMs: 203.4, delta: { keyspace_hits: 15, expired_keys: 0, used_cpu_user_main_thread: 20000 } },
  });
});

it('leaves out what we did, never below nothing', () => {
  const own = { commands: 12, errors: 2, sentBytes: 500, receivedBytes: 9000 };
  const before = { total_commands_processed: '100', total_error_replies: '5', total_net_input_bytes: '0', total_net_output_bytes: '0' };
  const after = { total_commands_processed: '115', total_error_replies: '7', total_net_input_bytes: '400', total_net_output_bytes: '10000' };
  expect(readRates(info(after), server(before), own, 200)).toEqual({
    state: 'ok',
    value: { windowMs: 200, delta: { total_commands_processed: 5, total_error_replies: 0, total_net_input_bytes: 0, total_net_output_bytes: 1000 } },
  });
});

it('does not know a counter that went back, nor a server that was started anew', () => {
  expect(readRates(info({ evicted_keys: '1' }), server({ evicted_keys: '5' }), nothing, 200)).toEqual({ state: 'ok', value: { windowMs: 200, delta: {} } });
  expect(readRates(info({ run_id: 'b' }), server({ run_id: 'a' }), nothing, 200)).toMatchObject({ state: 'failed' });
});

it('counts the first INFO, which its own figures do not hold', () => {
  const at = (commands: number, receivedBytes: number, sentBytes = 0) => ({ commands, errors: 0, sentBytes, receivedBytes });
  expect(ownCost(at(0, 0), at(3, 5000), at(13, 20_000, 700), at(15, 26_000, 900))).toEqual({ commands: 11, errors: 0, sentBytes: 900, receivedBytes: 20_000 });
});
