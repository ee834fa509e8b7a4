import { InboxOutlined } from '@ant-design/icons';
import type { ApiProblem, ApiReply } from '@tuanzi/client';
import { useCommand } from '@tuanzi/client/react';
import { Alert, App, Button, Table, Tag, Upload } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Page } from '../../layout/Page.tsx';
import { TableSkeleton } from '../../layout/TableSkeleton.tsx';
import { useT } from '../../messages.ts';
import { useSession } from '../../session.tsx';
import './products.css';

type Report = ApiReply<'POST /api/console/shops/{shopId}/products/import'>;
type Issue = Report['warnings'][number];
const sizeMax = 5_000_000;

function issuesOf(problem: ApiProblem | null): readonly Issue[] {
  const found = problem?.detail['issues'];
  // Written by our own server under `import_rejected`; anything else has no such list.
  return Array.isArray(found) ? (found as Issue[]) : [];
}

/** A file is checked first and imported after a look; all of it or nothing. */
export function ImportPage() {
  const t = useT();
  const { shopId } = useSession();
  const { message } = App.useApp();
  const [file, setFile] = useState<{ name: string; csv: string } | null>(null);
  const check = useCommand('POST /api/console/shops/{shopId}/products/import');
  const run = useCommand('POST /api/console/shops/{shopId}/products/import', {
    invalidates: [
      'GET /api/console/shops/{shopId}/products',
      'GET /api/console/shops/{shopId}/products/{productId}',
      'GET /api/categories',
      'GET /api/console/shops/{shopId}/categories',
    ],
  });
  const take = async (picked: File) => {
    if (picked.size > sizeMax) {
      void message.error(t('products.importPage.tooLarge'));
      return;
    }
    const csv = await picked.text();
    setFile({ name: picked.name, csv });
    run.reset();
    check.mutate({ params: { shopId }, body: { csv, isDryRun: true } });
  };
  const forget = () => {
    setFile(null);
    check.reset();
    run.reset();
  };
  const errors = [...issuesOf(check.error), ...issuesOf(run.error)];
  const otherProblem = [check.error, run.error].find((problem) => problem !== null && issuesOf(problem).length === 0);
  return (
    <Page
      title={t('products.importPage.title')}
      subtitle={t('products.importPage.words')}
      actions={
        <Link to="/products">
          <Button>{t('list.back')}</Button>
        </Link>
      }
    >
      <section className="cs-panel cs-stack">
        {file === null ? (
          <Upload.Dragger
            accept=".csv,text/csv"
            showUploadList={false}
            beforeUpload={(picked) => {
              void take(picked);
              return Upload.LIST_IGNORE;
            }}
            className="pr-import-drop"
            data-testid="import-file"
          >
            <p className="pr-import-icon">
              <InboxOutlined />
            </p>
            <p>
              <strong>{t('products.importPage.drop')}</strong>
            </p>
            <p className="cs-quiet">{t('products.importPage.dropHint')}</p>
          </Upload.Dragger>
        ) : (
          <div className="cs-filters pr-import-file">
            <Tag>{file.name}</Tag>
            <Button size="small" onClick={forget}>
              {t('products.importPage.another')}
            </Button>
          </div>
        )}
        {check.isPending ? (
          <>
            <p className="cs-quiet" role="status">
              {t('products.importPage.checking')}
            </p>
            <TableSkeleton rows={4} />
          </>
        ) : null}
        {otherProblem === undefined || otherProblem === null ? null : <Alert type="error" showIcon title={otherProblem.title} />}
        {errors.length > 0 ? (
          <>
            <Alert type="error" showIcon title={t('products.importPage.errors', { count: errors.length })} data-testid="import-errors" />
            <Issues issues={errors} kind="error" />
          </>
        ) : null}
        {run.data !== undefined ? (
          <Alert
            type="success"
            showIcon
            title={t('products.importPage.done', { created: run.data.created, updated: run.data.updated })}
            action={
              <Link to="/products">
                <Button type="primary" size="small">
                  {t('products.importPage.see')}
                </Button>
              </Link>
            }
            data-testid="import-done"
          />
        ) : null}
        {check.data !== undefined && run.data === undefined ? (
          <Found
            report={check.data}
            isBusy={run.isPending}
            onGo={() => {
              if (file !== null) run.mutate({ params: { shopId }, body: { csv: file.csv, isDryRun: false } });
            }}
          />
        ) : null}
      </section>
    </Page>
  );
}

function Found({ report, isBusy, onGo }: { report: Report; isBusy: boolean; onGo: () => void }) {
  const t = useT();
  const numbers = (['products', 'skus', 'created', 'updated'] as const).map((key) => ({ key, value: report[key] }));
  return (
    <>
      <dl className="pr-found tz-figures" data-testid="import-found">
        {numbers.map(({ key, value }) => (
          <div key={key}>
            <dt>{t(`products.importPage.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div>
        <Button type="primary" size="large" loading={isBusy} onClick={onGo} data-testid="import-go">
          {t('products.importPage.go', { count: report.products })}
        </Button>
      </div>
      {report.warnings.length === 0 ? (
        <Alert type="success" showIcon title={t('products.importPage.clean')} />
      ) : (
        <>
          <Alert type="warning" showIcon title={t('products.importPage.warnings', { count: report.warnings.length })} />
          <Issues issues={report.warnings} kind="warning" />
        </>
      )}
    </>
  );
}

function Issues({ issues, kind }: { issues: readonly Issue[]; kind: 'error' | 'warning' }) {
  const t = useT();
  return (
    <Table
      rowKey={(issue) => `${issue.line} ${issue.column} ${issue.code} ${issue.message}`}
      size="small"
      dataSource={[...issues]}
      pagination={issues.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      columns={[
        { title: t('products.importPage.line'), dataIndex: 'line', width: 80, className: 'tz-figures', sorter: (a, b) => a.line - b.line },
        {
          title: t('products.importPage.column'),
          key: 'column',
          width: 200,
          render: (_, issue) =>
            issue.column === '' ? <span className="cs-quiet">{t('products.importPage.whole')}</span> : <code>{issue.column}</code>,
        },
        { title: t('products.importPage.problem'), key: 'message', render: (_, issue) => <span data-kind={kind}>{issue.message}</span> },
      ]}
    />
  );
}
