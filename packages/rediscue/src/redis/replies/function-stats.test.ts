import { expect, it } from 'vitest';
import { parseFunctionStats } from './function-stats.ts';

it('reads a running function and the number of libraries', () => {
  const running = ['name', 'slow', 'command', [Buffer.from('fcall'), Buffer.from('slow'), Buffer.from('0'), Buffer.from('secret')], 'duration_ms', 1200];
  expect(parseFunctionStats(['running_script', running, 'engines', ['LUA', ['libraries_count', 2, 'functions_count', 3]]])).toEqual({
    running: { name: 'slow', command: 'FCALL', durationMs: 1200 },
    libraries: 2,
  });
});

it('reads a quiet server', () => {
  expect(parseFunctionStats(['running_script', null, 'engines', []])).toEqual({ running: null, libraries: null });
  expect(parseFunctionStats([])).toBeUndefined();
});
