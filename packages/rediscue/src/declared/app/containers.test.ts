import { expect, test } from 'vitest';
import { filesOf } from '../files.fixture.ts';
import { projectModel, readersFor } from '../project/index.ts';
import { programLayers, reachedFromHere } from './containers.ts';
import { appSettings } from './settings.ts';

async function settings(files: Record<string, string>) {
  const found = filesOf(files);
  const { programs } = projectModel(found, await readersFor(found.paths));
  const all = programs.map(({ program }) => program);
  const applications = programs.filter(({ fact }) => fact.kind === 'application').map(({ program }) => program);
  const { urls, neighbours } = appSettings(programLayers(applications, all));
  return { urls: urls.map(({ url }) => url), neighbours: reachedFromHere(neighbours, all) };
}

const database = '  db:\n    image: postgres:16\n    ports: ["127.0.0.1:15432:5432"]\n';
const api = (ports: string, url: string) =>
  `services:\n  api:\n    image: shop:1\n    ports: ["${ports}"]\n    environment:\n      HEALTH_URL: ${url}\n      DATABASE_URL: postgres://shop:x@db:5432/shop\n      REDIS_URL: redis://redis:6379\n`;

test("a container's own URL and its database are asked at their published ports", async () => {
  expect(await settings({ 'docker-compose.yml': api('8080:3000', 'http://localhost:3000/health') + database })).toMatchObject({
    urls: ['http://127.0.0.1:8080/health'],
    neighbours: [{ host: 'db', port: 5432, via: { host: '127.0.0.1', port: 15432 } }],
  });
});

test('what is not published is not asked, and a public name as it stands', async () => {
  const unpublished = api('8080:3000', 'http://localhost:9000/health');
  expect(await settings({ 'docker-compose.yml': unpublished })).toMatchObject({ urls: [] });
  expect(await settings({ 'docker-compose.yml': api('8080:3000', 'https://shop.internal/health') })).toMatchObject({ urls: ['https://shop.internal/health'] });
});
