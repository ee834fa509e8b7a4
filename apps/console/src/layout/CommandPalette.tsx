import { SafetyOutlined, SearchOutlined } from '@ant-design/icons';
import { useApi } from '@tuanzi/client/react';
import { formatFen } from '@tuanzi/ui/money.tsx';
import { Input, Modal } from 'antd';
import { useEffect, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { useT } from '../messages.ts';
import { useSession } from '../session.tsx';
import { ladder, navigation } from './navigation.tsx';
import { Thumb } from './Thumb.tsx';
import { useDebounced } from './use-debounced.ts';
import { useText } from './use-text.ts';

interface Entry {
  readonly key: string;
  readonly group: string;
  readonly to: string;
  readonly icon: ReactNode;
  readonly label: string;
  readonly words: string;
}

/** ⌘K: one box for pages, products and orders. Arrows choose, Enter opens, Escape closes. */
export function CommandPalette({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      footer={null}
      closable={false}
      width={600}
      destroyOnHidden
      style={{ top: 96 }}
      className="cs-palette"
    >
      <Search onClose={onClose} />
    </Modal>
  );
}

function Search({ onClose }: { onClose: () => void }) {
  const t = useT();
  const go = useNavigate();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const entries = useEntries(typed.trim());
  const chosen = Math.min(at, entries.length - 1);
  const open = (entry: Entry | undefined) => {
    if (entry === undefined) return;
    onClose();
    void go(entry.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt((Math.max(0, chosen) + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter') open(entries[chosen]);
  };
  return (
    <div data-testid="palette">
      <Input
        autoFocus
        size="large"
        variant="borderless"
        prefix={<SearchOutlined />}
        value={typed}
        placeholder={t('palette.hint')}
        aria-label={t('palette.title')}
        role="combobox"
        aria-expanded={entries.length > 0}
        aria-controls="palette-list"
        {...(entries[chosen] !== undefined && { 'aria-activedescendant': entries[chosen].key })}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        data-testid="palette-input"
      />
      {entries.length === 0 ? (
        <p className="cs-palette-none cs-quiet" role="status">
          {t('palette.none', { text: typed })}
        </p>
      ) : (
        // The box keeps the focus wherever in the list one clicks: arrows and Enter go on working.
        <div
          id="palette-list"
          role="listbox"
          tabIndex={-1}
          aria-label={t('palette.title')}
          className="cs-palette-list"
          onMouseDown={(event) => event.preventDefault()}
        >
          {[...new Set(entries.map(({ group }) => group))].map((group) => (
            <div key={group} role="group" aria-label={group}>
              <span className="cs-palette-group" aria-hidden="true">
                {group}
              </span>
              {entries.map((entry, index) =>
                entry.group === group ? (
                  // The keys are heard by the box, which has the focus.
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
                  <div
                    key={entry.key}
                    id={entry.key}
                    role="option"
                    tabIndex={-1}
                    aria-selected={index === chosen}
                    className="cs-palette-entry"
                    onMouseMove={() => setAt(index)}
                    onClick={() => open(entry)}
                  >
                    <span className="cs-palette-icon">{entry.icon}</span>
                    <span className="tz-line-1">{entry.label}</span>
                    <span className="cs-quiet cs-small tz-line-1">{entry.words}</span>
                  </div>
                ) : null,
              )}
            </div>
          ))}
        </div>
      )}
      <p className="cs-palette-keys cs-quiet cs-small">
        <kbd>↑</kbd>
        <kbd>↓</kbd> {t('palette.move')} <kbd>Enter</kbd> {t('palette.go')} <kbd>esc</kbd> {t('palette.close')}
      </p>
    </div>
  );
}

function useEntries(typed: string): readonly Entry[] {
  const t = useT();
  const text = useText();
  const { shopId, role } = useSession();
  const q = useDebounced(typed, 180);
  const asks = { isEnabled: q !== '', keepsPrevious: true, staleMs: 10_000 };
  const products = useApi('GET /api/console/shops/{shopId}/products', { params: { shopId }, query: { q, limit: 5 } }, asks);
  const orders = useApi('GET /api/console/shops/{shopId}/orders', { params: { shopId }, query: { q, limit: 5 } }, asks);
  const lower = typed.toLowerCase();
  const pages = navigation
    .filter(({ least }) => ladder.indexOf(role) <= ladder.indexOf(least))
    .map(({ path, key, icon }): Entry => ({
      key: `page${key}`,
      group: t('palette.pages'),
      to: path,
      icon,
      label: t(`nav.${key}`),
      words: '',
    }))
    .concat({
      key: 'pageaccount',
      group: t('palette.pages'),
      to: '/account',
      icon: <SafetyOutlined />,
      label: t('account.title'),
      words: '',
    })
    .filter(({ label, to }) => label.toLowerCase().includes(lower) || to.includes(lower));
  if (typed === '') return pages;
  return [
    ...pages,
    ...(products.data?.items ?? []).map((product): Entry => ({
      key: product.id,
      group: t('palette.products'),
      to: `/products/${product.id}`,
      icon: <Thumb picture={product.picture} sizePx={28} />,
      label: text(product.title),
      words: formatFen(product.priceFen, 'auto'),
    })),
    ...(orders.data?.items ?? []).map((order): Entry => ({
      key: order.id,
      group: t('palette.orders'),
      to: `/orders?order=${order.id}`,
      icon: <Thumb picture={order.lines[0]?.picture ?? null} sizePx={28} />,
      label: order.number,
      words: `${order.buyer.nickname} · ${formatFen(order.totalFen)} · ${t(`orders.states.${order.state}`)}`,
    })),
  ];
}

/** Opens the palette from anywhere in the console. */
export function usePaletteKey(onOpen: () => void): void {
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      onOpen();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [onOpen]);
}
