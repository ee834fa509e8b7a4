import type { ReactNode } from 'react';

/** A page of the console: what it is, what can be done here, and the thing itself. */
export function Page({
  title,
  subtitle,
  actions,
  children,
}: {
  title: ReactNode;
  subtitle?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main className="cs-page">
      <header className="cs-page-head">
        <div>
          <h1>{title}</h1>
          {subtitle === undefined ? null : <p className="cs-quiet">{subtitle}</p>}
        </div>
        {actions === undefined ? null : <div className="cs-actions">{actions}</div>}
      </header>
      {children}
    </main>
  );
}
