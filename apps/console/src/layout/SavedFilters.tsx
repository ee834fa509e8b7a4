import { StarOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Tag } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useT } from '../messages.ts';
import { useSession } from '../session.tsx';

interface Saved {
  readonly name: string;
  readonly search: string;
}
const savedMax = 12;

function readSaved(storageKey: string): readonly Saved[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(found)
      ? (found as Saved[]).filter(({ name, search }) => typeof name === 'string' && typeof search === 'string')
      : [];
  } catch {
    // Somebody else wrote under our name; there is nothing saved then.
    return [];
  }
}

/** Filters one comes back to, each under a name of one's own, one tap away; `names` are the parts of the address that filter. */
export function SavedFilters({ list, names }: { list: string; names: readonly string[] }) {
  const t = useT();
  const { shopId } = useSession();
  const storageKey = `tz.console.filters.${shopId}.${list}`;
  const [saved, setSaved] = useState(() => readSaved(storageKey));
  const [search, setSearch] = useSearchParams();
  const [name, setName] = useState('');
  const [isNaming, setIsNaming] = useState(false);
  const now = new URLSearchParams(names.flatMap((each) => (search.get(each) === null ? [] : [[each, search.get(each) ?? '']]))).toString();
  const keep = (next: readonly Saved[]) => {
    setSaved(next);
    localStorage.setItem(storageKey, JSON.stringify(next));
  };
  const add = () => {
    const words = name.trim();
    if (words === '') return;
    keep([...saved.filter((each) => each.name !== words), { name: words, search: now }].slice(-savedMax));
    setName('');
    setIsNaming(false);
  };
  const isKnown = now === '' || saved.some((each) => each.search === now);
  if (saved.length === 0 && isKnown) return null;
  return (
    <span className="cs-saved" data-testid="saved-filters">
      {saved.map((each) => (
        <Tag
          key={each.name}
          closable
          className="cs-saved-filter"
          data-on={each.search === now ? true : undefined}
          onClose={() => keep(saved.filter((other) => other.name !== each.name))}
        >
          <button type="button" aria-pressed={each.search === now} onClick={() => setSearch(each.search === now ? '' : each.search)}>
            {each.name}
          </button>
        </Tag>
      ))}
      {isKnown ? null : (
        <Popover
          trigger="click"
          open={isNaming}
          onOpenChange={setIsNaming}
          content={
            <form
              className="cs-saved-form"
              onSubmit={(event) => {
                event.preventDefault();
                add();
              }}
            >
              <Input
                autoFocus
                value={name}
                maxLength={20}
                placeholder={t('list.filterName')}
                aria-label={t('list.filterName')}
                onChange={(event) => setName(event.target.value)}
                data-testid="filter-name"
              />
              <Button type="primary" htmlType="submit" disabled={name.trim() === ''} data-testid="filter-keep">
                {t('list.save')}
              </Button>
            </form>
          }
        >
          <Button type="text" icon={<StarOutlined />} data-testid="filter-save">
            {t('list.saveFilter')}
          </Button>
        </Popover>
      )}
    </span>
  );
}
