import { edit, remedy } from '../declaration.ts';
import { earnestFirst, earnestly, isForTrial } from '../declared-stack.ts';
import { defineCause, type Found } from '../define.ts';
import { container } from '../example-parts.ts';
import { declaredSentinels, declaredServers, programs as programsOf } from '../in-files.ts';
import { isLoopback } from '../reach.ts';
import { diagnoseAgain } from '../remedy.ts';

const grafana = (login: 'default' | 'changed', hostAddress: string) => ({
  runtime: 'docker',
  containers: [container()],
  neighbours: [
    { name: 'shop-grafana-1', image: 'grafana/grafana:11.2.0', published: [{ hostAddress, hostPort: 3000, containerPort: 3000 }], login, setting: 'GF_SECURITY_ADMIN_PASSWORD' },
  ],
});

export default defineCause({
  code: 'security/default-credentials',
  severity: 'error',
  scope: 'endpoint',
  title: 'A service around Redis has a known default login',
  meaning: 'A dashboard or browser for Redis that anybody can log in to shows, and often changes, what the password of Redis protects.',
  detection:
    'A container in the networks or the project of the Redis container runs an image whose default login is printed in its manual, and its environment sets no other. A warning only where its port is published on loopback. The login is not tried.',
  advice: 'Set another password by the setting that is named, and publish the port on loopback.',
  source: 'Manuals of the images: Grafana, Redis Commander, pgAdmin, RabbitMQ, MinIO',
  needs: ['containers'],
  explains: [],
  detect: (at) => {
    if (!at.isEntry) return null;
    return (at.get('containers')?.neighbours ?? []).flatMap(({ name, image, published, login, setting }): Found[] => {
      const [port] = published.toSorted((a, b) => Number(isLoopback(a.hostAddress)) - Number(isLoopback(b.hostAddress)));
      if (login === 'changed' || !port) return [];
      const isLocal = isLoopback(port.hostAddress);
      return [
        {
          ...(isLocal && { severity: 'warning' as const }),
          summary: `${name} (${image}), published on ${port.hostAddress || '0.0.0.0'}:${port.hostPort}, ${login === 'none' ? 'asks for no login' : 'has the default login of its manual'}.`,
          evidence: ['containers'],
          remedies: [
            remedy(`Set ${setting} from a secret, and make the container anew`, [`# compose: environment: ${setting}`, `docker compose up -d`], diagnoseAgain(at), 'disruptive'),
          ],
        },
      ];
    });
  },
  inFiles: {
    detect: (project) => {
      const servers = [...declaredServers(project), ...declaredSentinels(project)];
      return earnestFirst(project, project.programs).flatMap((neighbour): Found[] => {
        const { name, login, image, ports, group, variant, mounts, command } = neighbour;
        const published = ports.filter(({ outside }) => outside !== null);
        const port = published.find(({ address }) => !isLoopback(address ?? '')) ?? published[0];
        const near = servers.find((server) => server.group === group && server.variant === variant);
        if (!image || !port || !near || login === null || login.is === 'changed' || isForTrial(neighbour)) return [];
        // Its login may stand in a configuration of its own, in an argument, or in an env file that is not here.
        const isElsewhere =
          mounts.some(({ kind, target }) => kind !== 'volume' && /^\/etc\/grafana\/?$|grafana\.ini$|custom\.ini$|\/run\/secrets/.test(target)) ||
          command?.value.some((word) => /password|\.ini/i.test(word));
        if (isElsewhere || project.dangling.some(({ kind, by, place }) => kind === 'env-file' && by === name && place.file === neighbour.place.file)) return [];
        const isLocal = isLoopback(port.address ?? '');
        const written = neighbour.variables.find((each) => each.name === login.setting)?.place;
        return [
          {
            ...(isLocal ? { severity: 'warning' as const } : earnestly(project, neighbour)),
            summary: `${name} (${image.value}), published on ${port.address ?? '0.0.0.0'}:${port.outside}, ${login.is === 'none' ? 'asks for no login' : 'has the default login of its manual'}.`,
            evidence: programsOf(neighbour, near),
            where: [written ?? port.place],
            remedies: [
              remedy(
                `Set ${login.setting} from a secret${isLocal ? '' : ', and publish the port on loopback'}`,
                // What is not written yet belongs under the service.
                [edit(written ?? neighbour.place), ...(isLocal ? [] : [edit(port.place)])],
                'rediscue audit',
              ),
            ],
          },
        ];
      });
    },
  },
  examples: {
    bad: [{ name: 'Grafana with admin/admin', facts: { containers: grafana('default', '0.0.0.0') } }],
    good: [{ name: 'a password was set', facts: { containers: grafana('changed', '0.0.0.0') } }],
  },
  fileExamples: {
    bad: [
      {
        name: 'compose: Grafana with the login of its manual',
        files: { 'docker-compose.prod.yml': 'services:\n  redis:\n    image: redis:7.4\n  grafana:\n    image: grafana/grafana:11.2.0\n    ports:\n      - "3000:3000"\n' },
        at: 'docker-compose.prod.yml:7',
      },
      {
        name: 'compose: the same, written out',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n  minio:\n    image: minio/minio:RELEASE.2024-08-29T01-40-52Z\n    environment:\n      MINIO_ROOT_PASSWORD: minioadmin\n    ports:\n      - "9000:9000"\n',
        },
        at: 'docker-compose.yml:7',
      },
      {
        name: 'compose: a browser for Redis without a login',
        files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n  browser:\n    image: rediscommander/redis-commander:0.8.1\n    ports: ["8081:8081"]\n' },
        at: 'docker-compose.yml:6',
      },
    ],
    good: [
      {
        name: 'compose: a password was set',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n  grafana:\n    image: grafana/grafana:11.2.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: u8Zr2Kq0pLw5\n    ports: ["3000:3000"]\n',
        },
      },
      {
        name: 'compose: it comes from whoever starts it',
        files: {
          'docker-compose.yml':
            'services:\n  redis:\n    image: redis:7.4\n  grafana:\n    image: grafana/grafana:11.2.0\n    environment:\n      GF_SECURITY_ADMIN_PASSWORD: ${GRAFANA_PASSWORD}\n    ports: ["3000:3000"]\n',
        },
      },
      { name: 'compose: not published', files: { 'docker-compose.yml': 'services:\n  redis:\n    image: redis:7.4\n  grafana:\n    image: grafana/grafana:11.2.0\n' } },
      { name: 'compose: no Redis beside it', files: { 'docker-compose.yml': 'services:\n  grafana:\n    image: grafana/grafana:11.2.0\n    ports: ["3000:3000"]\n' } },
    ],
  },
});
