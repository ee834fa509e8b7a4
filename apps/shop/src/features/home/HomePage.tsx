import type { ApiReply } from '@tuanzi/client';
import { useApi, useApiPages } from '@tuanzi/client/react';
import { Empty } from '@tuanzi/ui/Empty.tsx';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { Picture } from '@tuanzi/ui/Picture.tsx';
import { ChevronRight, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';
import { CartButton } from '../../shell/CartButton.tsx';
import { ListEnd } from '../../shell/ListEnd.tsx';
import { ProblemNote } from '../../shell/ProblemNote.tsx';
import { PullToRefresh } from '../../shell/PullToRefresh.tsx';
import { useWords } from '../../shell/use-words.ts';
import { CouponStrip } from '../coupons/CouponStrip.tsx';
import { LiveStrip } from '../live/LiveStrip.tsx';
import { Masonry, MasonrySkeleton } from '../products/ProductTile.tsx';
import { GroupBuySheet, type GroupBuyDoor } from '../teams/GroupBuySheet.tsx';
import { GroupBuyTile } from '../teams/GroupBuyTile.tsx';
import { CategoryChips, useCategories } from './CategoryChips.tsx';
import styles from './home.module.css';
import { HomeSkeleton } from './HomeSkeleton.tsx';

type Home = ApiReply<'GET /api/home'>;

export function HomePage() {
  const home = useApi('GET /api/home', {}, { refetchEveryMs: 30_000 });
  return (
    <>
      <HomeBar shop={home.data?.shop ?? null} />
      <PullToRefresh onRefresh={async () => void (await home.refetch())}>
        {home.data !== undefined ? (
          <HomeBody home={home.data} />
        ) : home.isError ? (
          <ProblemNote problem={home.error} onRetry={() => void home.refetch()} />
        ) : (
          <HomeSkeleton />
        )}
      </PullToRefresh>
    </>
  );
}

function HomeBar({ shop }: { shop: Home['shop'] }) {
  const t = useT();
  const words = useWords();
  return (
    <header className={styles.bar}>
      <Link to="/shop" className={styles.shop} aria-label={t('shop.about')}>
        {shop?.logo ? (
          <span className={styles.shopLogo}>
            <Picture src={shop.logo.url} colour={shop.logo.blur} alt="" radius="s" />
          </span>
        ) : (
          <Logo sizePx={32} />
        )}
        <span className="tz-line-1">{shop === null ? t('app.name') : words(shop.name)}</span>
      </Link>
      <Link to="/search" className={styles.search} data-testid="search">
        <Search size={18} strokeWidth={1.75} aria-hidden="true" />
        <span className="tz-line-1">{t('search.hint')}</span>
      </Link>
      <CartButton />
    </header>
  );
}

function HomeBody({ home }: { home: Home }) {
  const t = useT();
  const [door, setDoor] = useState<GroupBuyDoor | null>(null);
  const plays = home.plays.filter((play) => play.groupBuy.campaign.state === 'running');
  return (
    <div className={styles.home} data-testid="home">
      <LiveStrip live={home.live} upcoming={home.upcoming} />
      {plays.length === 0 ? null : (
        <section className={styles.section} aria-labelledby="home-plays">
          <div className="sh-heading">
            <h2 id="home-plays">{t('home.plays')}</h2>
          </div>
          <div className={styles.plays}>
            {plays.map((play) => (
              <GroupBuyTile
                key={play.groupBuy.campaign.id}
                groupBuy={play.groupBuy}
                onOpen={() => setDoor({ groupBuy: play.groupBuy, cardId: play.cardId })}
              />
            ))}
          </div>
        </section>
      )}
      {home.shop === null ? null : <CouponStrip shopId={home.shop.id} place="home" />}
      <CommunityLine communities={home.communities} />
      <Products />
      <GroupBuySheet door={door} onClose={() => setDoor(null)} />
    </div>
  );
}

function CommunityLine({ communities }: { communities: Home['communities'] }) {
  const t = useT();
  const words = useWords();
  const [first] = communities;
  if (first === undefined) return null;
  return (
    <Link to={first.isMember ? `/communities/${first.id}/chat` : `/communities/${first.id}`} className={styles.community}>
      <span className={styles.communityPicture}>
        <Picture src={first.cover?.url} colour={first.cover?.blur} alt="" radius="m" />
      </span>
      <span className={styles.communityWords}>
        <span className="tz-line-1">{words(first.name)}</span>
        <span className="sh-faint tz-line-1">
          {[t('community.members', { count: first.memberCount }), first.intro && words(first.intro)].filter(Boolean).join(' · ')}
        </span>
      </span>
      <ChevronRight size={18} strokeWidth={1.75} aria-hidden="true" />
    </Link>
  );
}

function Products() {
  const t = useT();
  const [categoryId, setCategoryId] = useState<string | null>(null);
  const items = useCategories().data?.items ?? [];
  const products = useApiPages('GET /api/products', { query: { limit: 20, ...(categoryId !== null && { categoryId }) } });
  return (
    <section aria-labelledby="home-products">
      <div className={styles.section}>
        <div className="sh-heading">
          <h2 id="home-products">{t('home.products')}</h2>
        </div>
        {items.length > 1 ? <CategoryChips categories={items} chosenId={categoryId} onChoose={setCategoryId} /> : null}
      </div>
      {products.data === undefined ? (
        products.isError ? (
          <ProblemNote problem={products.error} onRetry={() => void products.refetch()} />
        ) : (
          <MasonrySkeleton />
        )
      ) : products.data.length === 0 ? (
        <Empty
          drawing="products"
          title={t('home.noProducts')}
          words={t('home.noProductsWords')}
          next={
            <Link to="/live" className="tz-button" data-tone="soft">
              {t('home.seeLive')}
            </Link>
          }
        />
      ) : (
        <Masonry products={products.data} />
      )}
      <ListEnd pages={products} />
    </section>
  );
}
