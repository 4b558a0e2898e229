import type { DeclaredObject } from '../../reading.ts';
import { secretBehind } from '../secrets.ts';
import type { CloudSecret, SecretUse, SecretVersion, TerraformObject } from '../types.ts';
import { addressOf, plainText } from '../values.ts';
import { type DeclaredFinding, once } from './finding.ts';
import { type PlanView, plansOf, withoutKey } from './network.ts';

const stores = /^(google_secret_manager_|aws_secretsmanager_|aws_ssm_parameter$|azurerm_key_vault_secret$)/;

/** cloud/secret-missing: a service reads a secret that is declared nowhere, or whose only version is switched off. */
export function secretMissing(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  return once(
    plansOf(objects).flatMap((plan) => plan.services.flatMap(({ data: service }) => service.secrets.flatMap((use) => missing(use, service.address, service.complete, plan)))),
  );
}

function missing(use: SecretUse, subject: string, complete: boolean, plan: PlanView): DeclaredFinding[] {
  const told = (summary: string, also: DeclaredFinding['also'] = []) => [{ code: 'cloud/secret-missing', place: use.place, summary, also, subject }];
  const named = use.secret.through.map((to) => addressOf(to)).find((address) => address !== null && stores.test(address.type));
  const declared = named ? plan.resources.some(({ data }) => withoutKey(data.address) === named.resource) : true;
  if (named && !declared) return complete ? told(`${use.variable} of ${subject} reads ${named.resource}, which no file declares.`) : [];
  const secret = secretBehind(use.secret, plan.secrets);
  if (secret) {
    const { versions } = secret.data;
    const off = versions.length > 0 && versions.every(({ enabled }) => enabled === false);
    return off
      ? told(
          `${use.variable} of ${subject} reads the secret ${nameOf(secret)}, whose version is switched off.`,
          versions.map(({ place }) => place),
        )
      : [];
  }
  // A secret may be made by hand. One that is written in another way than the only one that is declared is a slip.
  const id = plainText(use.secret);
  const alike = id === null || id.includes('/') ? undefined : plan.secrets.find(({ data }) => data.mode === 'managed' && plain(plainText(data.id) ?? '') === plain(id));
  return alike && id !== null
    ? told(`${use.variable} of ${subject} reads the secret \`${id}\`; the one that is declared is called \`${plainText(alike.data.id)}\`.`, [alike.place])
    : [];
}

const plain = (text: string): string => text.toLowerCase().replace(/[-_.]/g, '');
const nameOf = ({ data, name }: TerraformObject<'cloud-secret'>): string => plainText(data.id) ?? name;

/** cloud/secret-invalid: the value that a file gives a secret of Redis is a placeholder, or has a line's end in it. */
export function secretInvalid(objects: readonly DeclaredObject[]): DeclaredFinding[] {
  return once(
    plansOf(objects).flatMap((plan) =>
      plan.secrets.flatMap((secret) => {
        const user = plan.services.find(({ data }) => data.secrets.some((use) => secretBehind(use.secret, plan.secrets) === secret));
        if (!user && !isOfRedis(secret.data)) return [];
        return secret.data.versions.flatMap((version) => invalid(version, nameOf(secret), user?.data.address ?? secret.name));
      }),
    ),
  );
}

function invalid({ shape, stray, ignored, enabled, value, place }: SecretVersion, name: string, subject: string): DeclaredFinding[] {
  // What the file only begins with is filled in later by others.
  if (ignored || enabled === false || !shape) return [];
  const told = (summary: string) => [{ code: 'cloud/secret-invalid', place, summary, also: [], subject }];
  if (shape.placeholder) return told(`The secret ${name} is still a placeholder (${shape.placeholder}): nobody filled in the real value.`);
  if (shape.variable) return told(`The secret ${name} holds ${shape.variable} literally: nothing expands it there.`);
  // In a certificate or a document, lines are what is meant.
  if (/^\s*(-----BEGIN|[{[])/.test(plainText(value) ?? '')) return [];
  if (stray === 'newline') return told(`The value of the secret ${name} ends with a line's end, which becomes a part of the password or address.`);
  return stray === 'space' ? told(`The value of the secret ${name} begins or ends with a space, which becomes a part of the password or address.`) : [];
}

const isOfRedis = ({ id, address }: CloudSecret): boolean => /redis|valkey/i.test(`${plainText(id) ?? ''} ${address}`);
