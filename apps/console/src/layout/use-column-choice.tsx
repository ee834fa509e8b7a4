import { TableOutlined } from '@ant-design/icons';
import { Button, Checkbox, Popover, type TableColumnType } from 'antd';
import { useMemo, useState, type ReactNode } from 'react';
import { useT } from '../messages.ts';

/** A column somebody may put away. `isAlways` stays, `isExtra` shows only when asked for. */
export type ChoiceColumn<T> = TableColumnType<T> & {
  readonly key: string;
  readonly name: string;
  readonly isAlways?: boolean;
  readonly isExtra?: boolean;
};

/** What was chosen on this machine, by list: only what differs from how the list comes. */
function readChoice(storageKey: string): Readonly<Record<string, boolean>> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return typeof found === 'object' && found !== null ? (found as Record<string, boolean>) : {};
  } catch {
    // Somebody else wrote under our name; the list comes as it always does.
    return {};
  }
}

/** The columns to show, and the button that chooses them; the choice is kept on this machine. */
export function useColumnChoice<T>(list: string, all: readonly ChoiceColumn<T>[]): { columns: TableColumnType<T>[]; chooser: ReactNode } {
  const t = useT();
  const storageKey = `tz.console.columns.${list}`;
  const [choice, setChoice] = useState(() => readChoice(storageKey));
  const isShown = (column: ChoiceColumn<T>) => column.isAlways === true || (choice[column.key] ?? column.isExtra !== true);
  const choose = (key: string, isOn: boolean) => {
    const next = { ...choice, [key]: isOn };
    setChoice(next);
    localStorage.setItem(storageKey, JSON.stringify(next));
  };
  // Who asked for a column sees it at every width.
  const columns = useMemo(
    () =>
      all
        .filter(isShown)
        .map(({ name, isAlways: _always, isExtra: _extra, responsive, ...column }) => ({
          title: name,
          ...column,
          ...(responsive !== undefined && choice[column.key] !== true && { responsive }),
        })),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [all, choice],
  );
  const chooser = (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('list.columns')}
      content={
        <div className="cs-columns-choice">
          {all
            .filter(({ isAlways }) => isAlways !== true)
            .map((column) => (
              <Checkbox key={column.key} checked={isShown(column)} onChange={(event) => choose(column.key, event.target.checked)}>
                {column.name}
              </Checkbox>
            ))}
        </div>
      }
    >
      <Button icon={<TableOutlined />} data-testid="columns">
        {t('list.columns')}
      </Button>
    </Popover>
  );
  return { columns, chooser };
}
