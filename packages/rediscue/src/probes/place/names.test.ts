import { describe, expect, test } from 'vitest';
import { addressesIn, candidates, resolverIn } from './names.ts';

describe('a hosts file', () => {
  const text = '# cache\n127.0.0.1\tlocalhost\n10.0.0.9  Cache cache.shop # 10.0.0.10 cache\n::1 cache\nnonsense cache\n#10.0.0.11 cache\r\n';
  test('gives a name its addresses, in their order', () => {
    expect(addressesIn(text, 'cache')).toEqual(['10.0.0.9', '::1']);
    expect(addressesIn(text, 'CACHE.shop.')).toEqual(['10.0.0.9']);
  });
  test('gives none to another name', () => {
    expect(addressesIn(text, 'cach')).toEqual([]);
    expect(addressesIn('', 'cache')).toEqual([]);
  });
});

describe('a resolv.conf', () => {
  test("of Docker's own network", () => {
    expect(resolverIn('nameserver 127.0.0.11\nsearch corp.example\noptions edns0 trust-ad ndots:0\n')).toEqual({ nameServers: ['127.0.0.11'], search: ['corp.example'], dots: 0 });
  });
  test('that says nothing, or nonsense, leads to the local name server', () => {
    for (const text of ['', '# nameserver 10.0.0.1\n', 'nameserver\nnameserver x\noptions ndots:x\n'])
      expect(resolverIn(text)).toEqual({ nameServers: ['127.0.0.1'], search: [], dots: 1 });
  });
  test('of its search lines the last one counts', () => {
    expect(resolverIn('search a b\nsearch c .\n').search).toEqual(['c']);
  });
});

describe('the names that are asked for', () => {
  const resolver = { nameServers: [], search: ['dns.podman', 'corp.example'], dots: 1 };
  test('a short one is looked for in the search list first', () => {
    expect(candidates('cache', resolver)).toEqual(['cache.dns.podman', 'cache.corp.example', 'cache']);
    expect(candidates('cache', { ...resolver, dots: 0 })[0]).toBe('cache');
  });
  test('one with dots as it stands, and one that ends in a dot nowhere else', () => {
    expect(candidates('cache.corp', resolver)[0]).toBe('cache.corp');
    expect(candidates('cache.', resolver)).toEqual(['cache.']);
  });
});
