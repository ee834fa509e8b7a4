import { Input } from 'antd';
import { useEffect, useState } from 'react';
import { fenOf, yuanOf } from './yuan.ts';

interface Props {
  value?: number | null;
  onChange?: (fen: number | null) => void;
  placeholder?: string;
  label?: string;
  isWrong?: boolean;
  id?: string;
  testId?: string | undefined;
  isDisabled?: boolean;
}

/** Yuan as people write them, fen as the program keeps them. What is not an amount is shown as typed, and is null outside. */
export function MoneyInput({ value = null, onChange, placeholder, label, isWrong = false, id, testId, isDisabled = false }: Props) {
  const [text, setText] = useState(() => yuanOf(value));
  useEffect(() => {
    // Set from outside: shown; the same amount in other digits ("5" for 5.00) stays as typed.
    setText((shown) =>
      fenOf(shown) === value ? shown : value === null && shown.trim() !== '' && fenOf(shown) === null ? shown : yuanOf(value),
    );
  }, [value]);
  const isUnreadable = text.trim() !== '' && fenOf(text) === null;
  return (
    <Input
      {...(id !== undefined && { id })}
      prefix="¥"
      inputMode="decimal"
      className="tz-figures"
      disabled={isDisabled}
      placeholder={placeholder}
      aria-label={label}
      value={text}
      status={isWrong || isUnreadable ? 'error' : ''}
      data-testid={testId}
      onChange={(event) => {
        setText(event.target.value);
        onChange?.(fenOf(event.target.value));
      }}
      onBlur={() => {
        const fen = fenOf(text);
        if (fen !== null) setText(yuanOf(fen));
      }}
    />
  );
}
