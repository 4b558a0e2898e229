import type { Placed, Program } from '../reading.ts';
import { layersOf } from './environment.ts';
import { interpolate } from './interpolate.ts';
import { buildOf, mappingOf } from './merge.ts';
import { checkContents, type Declared, mountsOf } from './mounts.ts';
import { attachmentOf, extraHosts, type Link, linksOf, reachedAs } from './networks.ts';
import type { ComposeBuild, ComposeExtraHosts, ComposeSharedNetwork, ComposeUnset } from './objects.ts';
import { isElsewhere, isRemote, resolvePath } from './paths.ts';
import { portsOf } from './ports.ts';
import { commandOf, dependsOn, healthCheckOf, memoryLimitOf, replicasOf, restartOf } from './run.ts';
import type { Scope } from './scope.ts';
import { placedText, quietText, type Session, textOf } from './session.ts';
import { type At, childOf, entriesOf, itemsOf, type MapNode, mapOf, type Node, placeOf } from './tree.ts';

export interface Project {
  group: string;
  variant: string | null;
  scope: Scope;
  services: MapNode;
  networks: MapNode;
  declared: Declared;
  /** Profiles that are on without being asked for. */
  profiles: ReadonlySet<string>;
}

/** All services of a project as programs. */
export function tellServices(session: Session, project: Project): void {
  const links = new Map<string, string[]>();
  const own = [...entriesOf(project.services)].flatMap(([name, { key, value }]) => {
    const service = mapOf(value);
    if (service === null) session.problem(key, 'the service has no settings');
    return service === null ? [] : [{ name, key, service, links: linksOf(service) }];
  });
  for (const { links: each } of own) for (const { service, alias } of each) if (alias) links.set(service, [...(links.get(service) ?? []), alias].slice(-50));
  for (const { name, key, service, links: each } of own) {
    // A program is far more than one entry.
    if (!session.spend(5, key)) return;
    tellService(session, project, name, key, service, each, links.get(name) ?? []);
  }
  checkContents(session, project.declared);
}

function tellService(session: Session, project: Project, name: string, key: At, service: MapNode, links: readonly Link[], aliases: readonly string[]): void {
  const { group, declared } = project;
  const attachment = attachmentOf(session, project.services, name, service, project.networks);
  const build = buildIn(session, service);
  const program: Program = {
    name,
    format: 'compose',
    place: placeOf(key),
    group,
    runs: 'container',
    variant: project.variant,
    image: imageOf(session, service),
    folder: build?.folder ?? null,
    dockerfile: build?.dockerfile ?? null,
    command: commandOf(session, service),
    layers: layersOf(session, service, name, project.scope),
    ports: portsOf(session, service),
    networks: attachment.networks,
    hostNetwork: attachment.hostNetwork,
    mounts: mountsOf(session, service, name, declared),
    healthCheck: healthCheckOf(session, service),
    restart: restartOf(session, service),
    memoryLimitBytes: memoryLimitOf(session, service),
    user: placedText(session, childOf(service, 'user')),
    replicas: replicasOf(service),
    dependsOn: dependsOn(service).map(({ dependency }) => dependency),
    reachedAs: reachedAs(session, name, service, attachment.networks, aliases),
  };
  checkReferences(session, project, name, service, links);
  for (const variant of variantsOf(project, service)) session.programs.push({ ...program, variant });
  const object = (kind: string, at: At, data: unknown) => session.objects.push({ kind, name, place: placeOf(at), data });
  if (build) object('compose-build', build.node, { group, context: build.folder, dockerfile: build.dockerfile, target: build.target, args: build.args } satisfies ComposeBuild);
  if (attachment.shared) {
    const { mode, with: other, node } = attachment.shared;
    object('compose-shared-network', node, { group, mode, with: other } satisfies ComposeSharedNetwork);
  }
  const hosts = extraHosts(service);
  if (hosts.length > 0 && session.spend(hosts.length, service)) object('compose-extra-hosts', childOf(service, 'extra_hosts') ?? key, { group, hosts } satisfies ComposeExtraHosts);
  for (const { field, names, node } of unsetIn(service)) object('compose-unset', node, { group, field, names } satisfies ComposeUnset);
}

/** A service with profiles runs only where one of them is asked for: it is told once for each. */
function variantsOf(project: Project, service: MapNode): (string | null)[] {
  const profiles = [...new Set(itemsOf(childOf(service, 'profiles')).flatMap((item) => quietText(item) ?? []))];
  const isOn = profiles.length === 0 || profiles.some((profile) => project.profiles.has(profile)) || project.profiles.has('*');
  return isOn ? [project.variant] : profiles.slice(0, 16);
}

function imageOf(session: Session, service: MapNode): Placed<string> | null {
  const read = textOf(session, childOf(service, 'image'));
  if (read === null || read.value === '') return null;
  if (read.unset.length > 0 && !/^[\w.-]+(?:[:/][\w.-]+)*(?:@sha256:\w+)?$/.test(read.value)) {
    session.problem(read.node, `the image depends on ${read.unset.join(', ')}, which has no value`);
    return null;
  }
  return { value: read.value, place: placeOf(read.node) };
}

interface Build {
  node: Node;
  folder: string | null;
  dockerfile: string | null;
  target: string | null;
  args: ComposeBuild['args'];
}

function buildIn(session: Session, service: MapNode): Build | null {
  const node = childOf(service, 'build');
  if (node === undefined) return null;
  const build = buildOf(node);
  const contextNode = childOf(build, 'context');
  const context = contextNode ? (textOf(session, contextNode)?.value ?? '.') : '.';
  const file = textOf(session, childOf(build, 'dockerfile'))?.value ?? 'Dockerfile';
  const base = (contextNode ?? node).source.base;
  const folder = isRemote(context) || isElsewhere(context) ? null : resolvePath(base, context === '' ? '.' : context);
  const isInline = childOf(build, 'dockerfile_inline') !== undefined;
  const argsNode = childOf(build, 'args');
  const args = argsNode ? [...mappingOf(argsNode).entries] : [];
  return {
    node,
    folder,
    dockerfile: folder === null || isInline || isElsewhere(file) ? null : resolvePath(folder, file),
    target: quietText(childOf(build, 'target')),
    args: session.spend(args.length, node)
      ? args.map(([name, { key, value }]) => ({
          value: { name, value: quietText(value) ?? value.source.scope(name)?.value ?? null },
          place: placeOf(value.kind === 'scalar' ? value : key),
        }))
      : [],
  };
}

function checkReferences(session: Session, project: Project, name: string, service: MapNode, links: readonly Link[]): void {
  const { entries } = project.services;
  for (const { dependency, isNeeded, node } of dependsOn(service)) if (isNeeded && !entries.has(dependency.name)) session.dangling('service', dependency.name, name, node);
  for (const { service: other, node } of links) if (!entries.has(other)) session.dangling('service', other, name, node);
  for (const node of itemsOf(childOf(service, 'volumes_from'))) {
    const other = quietText(node)?.split(':', 1)[0] ?? '';
    if (other !== '' && other !== 'container' && !entries.has(other)) session.dangling('service', other, name, node);
  }
}

const fields = ['image', 'command', 'entrypoint', 'healthcheck', 'container_name', 'hostname', 'ports', 'volumes', 'network_mode', 'user', 'mem_limit'];

/** References without a value that an empty text takes the place of, unseen. */
function unsetIn(service: MapNode): { field: string; names: string[]; node: Node }[] {
  return fields.flatMap((field) => {
    const node = childOf(service, field);
    const texts = field === 'healthcheck' ? itemsOf(childOf(node, 'test')) : itemsOf(node);
    return texts.flatMap((each) => {
      const unset = each.kind === 'scalar' && each.text?.includes('$') ? interpolate(each.text, each.source.scope).unset : [];
      return unset.length > 0 ? [{ field, names: [...new Set(unset)], node: each }] : [];
    });
  });
}
