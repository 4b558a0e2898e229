import type { Port } from '../reading.ts';
import { quietText, type Session, textOf } from './session.ts';
import { childOf, itemsOf, type MapNode, type Node, placeOf, type Scalar } from './tree.ts';

/** Ports of one range that are told one by one; a wider one is cut. */
const maxRange = 1024;

interface Range {
  from: number;
  to: number;
}

/** Published ports and exposed ones. Datagram ports are none that Redis is reached by. */
export function portsOf(session: Session, service: MapNode): Port[] {
  const found = new Map<string, Port>();
  const add = (ports: readonly Port[], at: Node) => {
    if (session.spend(ports.length, at)) for (const port of ports) found.set(`${port.address} ${port.outside} ${port.inside}`, port);
  };
  for (const item of itemsOf(childOf(service, 'ports'))) {
    if (item.kind === 'map') add(longPort(session, item), item);
    else if (item.kind === 'scalar') add(shortPort(session, item), item);
  }
  for (const item of itemsOf(childOf(service, 'expose'))) {
    const text = textOf(session, item)?.value ?? '';
    const range = rangeOf(text.replace(/\/tcp$/i, ''));
    if (range) add(expanded(range, null, null, item), item);
    else if (text !== '' && !/\/(?:udp|sctp)$/i.test(text)) session.problem(item, 'an exposed port is a number');
  }
  const ports = [...found.values()];
  const published = new Set(ports.filter(({ outside }) => outside !== null).map(({ inside }) => inside));
  return ports.filter(({ inside, outside }) => outside !== null || !published.has(inside));
}

function shortPort(session: Session, item: Scalar): Port[] {
  const read = textOf(session, item);
  if (read === null) return [];
  const [spec = '', protocol = 'tcp'] = read.value.split('/', 2);
  if (protocol.toLowerCase() !== 'tcp') return [];
  const parts = spec.split(':');
  const inside = rangeOf(parts.pop() ?? '');
  const outsideText = parts.pop() ?? '';
  const outside = rangeOf(outsideText);
  if (!inside || (outsideText !== '' && !outside) || !fits(inside, outside)) {
    session.problem(
      item,
      read.unset.length > 0 ? `the port depends on ${read.unset.join(', ')}, which has no value` : 'it is no port: `8080`, `8080:80` or `127.0.0.1:8080:80` were to be expected',
    );
    return [];
  }
  return expanded(inside, outside, addressOf(parts.join(':')), item);
}

function longPort(session: Session, item: MapNode): Port[] {
  const protocol = quietText(childOf(item, 'protocol')) ?? 'tcp';
  if (protocol.toLowerCase() !== 'tcp') return [];
  const inside = rangeOf(textOf(session, childOf(item, 'target'))?.value ?? '');
  const outsideText = textOf(session, childOf(item, 'published'))?.value ?? '';
  const outside = rangeOf(outsideText);
  if (!inside || (outsideText !== '' && !outside) || !fits(inside, outside)) {
    session.problem(item, 'it is no port: `target` and `published` are numbers');
    return [];
  }
  return expanded(inside, outside, addressOf(quietText(childOf(item, 'host_ip')) ?? ''), childOf(item, 'published') ?? childOf(item, 'target') ?? item);
}

/** Ranges of the same length go together; several outside for one inside mean that any of them is taken. */
const fits = (inside: Range, outside: Range | null): boolean => outside === null || inside.to === inside.from || outside.to - outside.from === inside.to - inside.from;

function rangeOf(text: string): Range | null {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text.trim());
  if (!match) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to && to <= 65_535 ? { from, to } : null;
}

/** Null for all addresses. */
function addressOf(text: string): string | null {
  const address = text.replace(/^\[(.*)\]$/, '$1');
  return address === '' || address === '0.0.0.0' || address === '::' ? null : address;
}

function expanded(inside: Range, outside: Range | null, address: string | null, at: Node): Port[] {
  const count = Math.min(inside.to - inside.from + 1, maxRange);
  return Array.from({ length: count }, (_, index) => ({ inside: inside.from + index, outside: outside === null ? null : outside.from + index, address, place: placeOf(at) }));
}
