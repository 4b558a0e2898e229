import { repositoryOf } from '../image-name.ts';

/** Images whose manual prints a login, and the settings that replace it. */
interface KnownLogin {
  image: RegExp;
  settings: readonly string[];
  printed: readonly string[];
  login: 'default' | 'none';
}

const known: readonly KnownLogin[] = [
  {
    image: /(^|\/)grafana(-oss|-enterprise)?$/,
    settings: ['GF_SECURITY_ADMIN_PASSWORD', 'GF_SECURITY_ADMIN_PASSWORD__FILE', 'GF_AUTH_DISABLE_LOGIN_FORM'],
    printed: ['admin'],
    login: 'default',
  },
  { image: /(^|\/)redis-commander$/, settings: ['HTTP_PASSWORD', 'HTTP_PASSWORD_FILE', 'HTTP_PASSWORD_HASH'], printed: ['qwerty'], login: 'none' },
  { image: /(^|\/)minio$/, settings: ['MINIO_ROOT_PASSWORD', 'MINIO_ROOT_PASSWORD_FILE', 'MINIO_SECRET_KEY'], printed: ['minioadmin'], login: 'default' },
];

/** The row of an image, its tag and digest left aside. */
export const knownLoginOf = (image: string): KnownLogin | undefined => {
  const repository = repositoryOf(image);
  return known.find((row) => row.image.test(repository));
};

/** Which login it has with these values of its settings; values are compared and dropped. */
export function loginOf(row: KnownLogin, value: (name: string) => string | undefined): 'default' | 'none' | 'changed' {
  const set = row.settings.map(value).find((each) => each !== undefined && each !== '');
  return set === undefined ? row.login : row.printed.includes(set) ? 'default' : 'changed';
}
