import { Avatar } from '@tuanzi/ui/Avatar.tsx';
import { Drawing, type DrawingName } from '@tuanzi/ui/Drawing.tsx';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { Price } from '@tuanzi/ui/money.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { Skeleton, SkeletonLines } from '@tuanzi/ui/Skeleton.tsx';
import { chooseTheme, useTheme } from '@tuanzi/ui/theme.ts';
import { useCountdown, useTimeFormat } from '@tuanzi/ui/time.ts';
import { Button, Popup, Stepper, Toast } from 'antd-mobile';
import { type CSSProperties, useState } from 'react';
import { useT } from './messages.ts';

const drawings: DrawingName[] = [
  'orders',
  'cart',
  'coupons',
  'community',
  'live',
  'search',
  'offline',
  'earnings',
  'products',
  'messages',
  'content',
  'problem',
];
const endsAt = Date.now() + 11_528_000;
const row: CSSProperties = { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 12 };

export function Kit() {
  const t = useT();
  const { language, chooseLanguage } = useLanguage();
  const { choice } = useTheme();
  const countdown = useCountdown(endsAt);
  const time = useTimeFormat();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <main style={{ padding: 16, display: 'grid', gap: 20 }}>
      <div style={{ ...row, justifyContent: 'space-between' }}>
        <Logo sizePx={40} withName label={t('app.name')} />
        <div style={row}>
          <button type="button" className="tz-button" data-size="s" onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}>
            {language}
          </button>
          <button type="button" className="tz-button" data-size="s" onClick={() => chooseTheme(choice === 'dark' ? 'light' : 'dark')}>
            {choice}
          </button>
        </div>
      </div>
      <div style={row}>
        <button type="button" className="tz-button" data-tone="primary" onClick={() => setIsOpen(true)}>
          立即参团
        </button>
        <button type="button" className="tz-button" data-tone="soft">
          加入购物车
        </button>
        <button type="button" className="tz-button" data-tone="line">
          单独买
        </button>
        <button type="button" className="tz-button" data-tone="leaf">
          提现
        </button>
        <button type="button" className="tz-button" data-tone="primary" disabled>
          已结束
        </button>
        <Button color="primary" onClick={() => void Toast.show({ content: '已复制 🍎', icon: 'success' })}>
          antd-mobile
        </Button>
        <Stepper defaultValue={1} />
      </div>
      <div style={row}>
        {(['persimmon', 'leaf', 'honey', 'sky', 'live', 'video'] as const).map((tone) => (
          <span key={tone} className="tz-chip" data-tone={tone}>
            {tone} 直播中
          </span>
        ))}
      </div>
      <div style={row}>
        <Price fen={4990} wasFen={6800} size="l" /> <Price fen={12_800} /> <Price fen={123_456_789} size="s" cents="always" tone="leaf" />{' '}
        <Price fen={-500} tone="ink" />
      </div>
      <p className="tz-figures">
        还差 1 人成团，{countdown.words} · {time.relative(endsAt - 15_000_000)} · {time.date(endsAt, 'full')}
      </p>
      <div style={row}>
        {Array.from({ length: 16 }, (_, index) => (
          <Avatar key={index} id={`usr_${index * 7919}`} nickname={`小满${index}`} />
        ))}
      </div>
      <div className="tz-card" style={{ padding: 16, display: 'grid', gap: 12, gridTemplateColumns: '1fr 1fr' }}>
        <Picture src={undefined} alt="没有图片" radius="m" />
        <Skeleton ratio={1} />
        <Picture src="/icon-512.png" alt="团子" colour="#D98E6A" radius="m" />
        <SkeletonLines lines={4} />
      </div>
      <Empty
        drawing="orders"
        title="还没有订单"
        words="挑点当季的，今天下单明天就发。"
        next={
          <button type="button" className="tz-button" data-tone="primary">
            去逛逛
          </button>
        }
      />
      <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 8 }}>
        {drawings.map((name) => (
          <Drawing key={name} name={name} />
        ))}
      </div>
      <Popup visible={isOpen} onMaskClick={() => setIsOpen(false)}>
        <div style={{ padding: 24 }}>
          <h3>选规格</h3>
          <p>5 斤装 · 果径 80mm</p>
        </div>
      </Popup>
    </main>
  );
}
