import i18next, { type i18n } from 'i18next';
import { createElement, type ReactNode, useCallback } from 'react';
import { I18nextProvider, initReactI18next, useTranslation } from 'react-i18next';

export type Language = 'zh-CN' | 'en';

/** A catalogue is a tree of sentences. Write the Chinese one `as const`: then the placeholders are typed too. */
export type Catalogue = { readonly [key: string]: string | Catalogue };

/**
 * The English catalogue has exactly the keys of the Chinese one. Where English needs a plural, the leaf is
 * `{ one: '{{count}} person', other: '{{count}} people' }`.
 */
export type SameKeys<Zh extends Catalogue> = {
  readonly [Key in keyof Zh]: Zh[Key] extends Catalogue ? SameKeys<Zh[Key]> : string | { readonly one: string; readonly other: string };
};

/** Every path to a sentence: `'order.state.paid'`. */
export type MessageKey<Zh extends Catalogue> = {
  [Key in keyof Zh & string]: Zh[Key] extends Catalogue ? `${Key}.${MessageKey<Zh[Key]>}` : Key;
}[keyof Zh & string];

type MessageAt<Zh, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Zh
    ? MessageAt<Zh[Head], Rest>
    : never
  : Path extends keyof Zh
    ? Zh[Path]
    : never;
type Placeholders<Text> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Placeholders<Rest> : never;
type Values<Text> = string extends Text
  ? [values?: Record<string, string | number>]
  : [Placeholders<Text>] extends [never]
    ? []
    : [values: Record<Placeholders<Text>, string | number>];

export type Translate<Zh extends Catalogue> = <Key extends MessageKey<Zh>>(key: Key, ...values: Values<MessageAt<Zh, Key>>) => string;

export type Messages<Zh extends Catalogue> = {
  readonly i18n: i18n;
  /** Resolves when the first language is there; render after it. */
  readonly ready: Promise<void>;
  readonly t: Translate<Zh>;
  useT(): Translate<Zh>;
  Provider(props: { children: ReactNode }): ReactNode;
};

const storageKey = 'tz.language';

function firstLanguage(): Language {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked === 'en' || asked === 'zh-CN') return asked;
  try {
    const stored = localStorage.getItem(storageKey);
    if (stored === 'en' || stored === 'zh-CN') return stored;
  } catch {
    // Storage is refused in some private windows; the browser's language decides then.
  }
  // Chinese unless the browser clearly speaks something else: most links are opened inside Chinese chat apps.
  const spoken = navigator.languages[0] ?? navigator.language ?? 'zh-CN';
  return spoken.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

const pluralForms = (branch: object): branch is { one: string; other: string } =>
  'one' in branch && 'other' in branch && typeof branch.one === 'string' && Object.keys(branch).length === 2;

/** i18next knows plurals as `key_one` and `key_other`; one flat map keeps dots in keys ours. */
function flatten(tree: object, path = '', into: Record<string, string> = {}): Record<string, string> {
  for (const [key, value] of Object.entries(tree)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') into[at] = value;
    else if (pluralForms(value)) {
      into[`${at}_one`] = value.one;
      into[`${at}_other`] = value.other;
      into[at] = value.other;
    } else flatten(value, at, into);
  }
  return into;
}

/**
 * One catalogue per app. Chinese comes with the app; English may be a function that imports it, so that
 * a Chinese phone does not load it: `createMessages({ zh, en: () => import('./messages-en.ts').then((m) => m.en) })`.
 */
export function createMessages<const Zh extends Catalogue>(catalogues: {
  zh: Zh;
  en: SameKeys<Zh> | (() => Promise<SameKeys<Zh>>);
}): Messages<Zh> {
  const instance = i18next.createInstance();
  const language = firstLanguage();
  const loadEnglish = async () => {
    const { en } = catalogues;
    instance.addResourceBundle('en', 'app', flatten(typeof en === 'function' ? await en() : en));
  };
  const started = instance
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'zh-CN',
      defaultNS: 'app',
      ns: ['app'],
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { 'zh-CN': { app: flatten(catalogues.zh) } },
    });
  const loaders: Partial<Record<Language, () => Promise<void>>> = { en: loadEnglish };
  const load = async (next: Language) => {
    await loaders[next]?.();
    delete loaders[next];
  };
  const ready = started.then(async () => {
    await load(language);
    await instance.changeLanguage(language);
    document.documentElement.lang = language;
  });
  switchers.set(instance, async (next) => {
    await load(next);
    await instance.changeLanguage(next);
  });
  // The typed signature is narrower than i18next's own: keys are checked against the catalogue above.
  const t = ((key: string, values?: Record<string, string | number>) => instance.t(key, { ...values })) as Translate<Zh>;
  return {
    i18n: instance,
    ready,
    t,
    useT: () => {
      const { t: translate } = useTranslation('app', { i18n: instance });
      return useCallback((key: string, values?: Record<string, string | number>) => translate(key, { ...values }), [translate]);
    },
    Provider: ({ children }) => createElement(I18nextProvider, { i18n: instance }, children),
  };
}

const switchers = new WeakMap<i18n, (next: Language) => Promise<void>>();

/** The language on screen, and the way to change it for this and later visits. */
export function useLanguage(): { language: Language; chooseLanguage: (next: Language) => Promise<void> } {
  const { i18n: instance } = useTranslation();
  const chooseLanguage = useCallback(
    async (next: Language) => {
      await switchers.get(instance)?.(next);
      document.documentElement.lang = next;
      try {
        localStorage.setItem(storageKey, next);
      } catch {
        // Storage is refused in some private windows; the language still changes for this page.
      }
    },
    [instance],
  );
  return { language: instance.language === 'en' ? 'en' : 'zh-CN', chooseLanguage };
}
