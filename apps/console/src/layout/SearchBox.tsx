import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { useDebounced } from './use-debounced.ts';

/** A search that asks when the typing pauses. */
export function SearchBox({
  value,
  placeholder,
  onSearch,
  testId,
}: {
  value: string;
  placeholder: string;
  onSearch: (text: string) => void;
  testId?: string;
}) {
  const [text, setText] = useState(value);
  const settled = useDebounced(text.trim(), 300);
  // Cleared or set from elsewhere, e.g. by a saved view: shown, unless it is what was typed.
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    if (value !== text.trim()) setText(value);
  }
  useEffect(() => {
    if (settled !== value) onSearch(settled);
    // Only what was typed asks; a changed `value` comes from here.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <Input
      className="cs-search"
      allowClear
      prefix={<SearchOutlined />}
      value={text}
      placeholder={placeholder}
      aria-label={placeholder}
      maxLength={60}
      onChange={(event) => setText(event.target.value)}
      data-testid={testId}
    />
  );
}
