import { remedy } from '../declaration.ts';
import { defineCause, type Found } from '../define.ts';
import { container } from '../example-parts.ts';
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
  examples: {
    bad: [{ name: 'Grafana with admin/admin', facts: { containers: grafana('default', '0.0.0.0') } }],
    good: [{ name: 'a password was set', facts: { containers: grafana('changed', '0.0.0.0') } }],
  },
});
