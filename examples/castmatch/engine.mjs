import { execFileSync } from 'node:child_process';

/** `docker`, `podman`, or either with options before the command. */
const [program, ...first] = (process.env.CONTAINER_ENGINE ?? 'docker').split(' ');
export const engine = (...args) => execFileSync(program, [...first, ...args], { encoding: 'utf8' }).trim();

export const redis = 'castmatch-redis';
export const leftOver = 'castmatch-redis-old';
const publish = '127.0.0.1:6379:6379';

/** Makes a container like the one that is there, with its data: under another name, or with and without its port. */
export function like(command, name, { isPublished }) {
  const [{ Config, Mounts }] = JSON.parse(engine('inspect', redis));
  const volumes = Mounts.map(({ Type, Name, Source, Destination }) => `--volume=${Type === 'volume' ? Name : Source}:${Destination}`);
  const labels = Object.entries(Config.Labels ?? {}).map(([label, value]) => `--label=${label}=${value}`);
  if (name === redis) engine('rm', '--force', redis);
  engine(
    ...command,
    '--name',
    name,
    '--restart=unless-stopped',
    `--user=${Config.User}`,
    ...volumes,
    ...labels,
    ...(isPublished ? [`--publish=${publish}`] : []),
    Config.Image,
    ...Config.Cmd,
  );
}
