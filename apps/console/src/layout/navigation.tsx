import {
  AppstoreOutlined,
  BankOutlined,
  FireOutlined,
  HomeOutlined,
  MessageOutlined,
  SettingOutlined,
  ShareAltOutlined,
  ShoppingOutlined,
  TagsOutlined,
  TeamOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ShopRole } from '../session.tsx';

/** By job, in the order of a day. `least` hides what a role may not open. */
export const navigation: readonly {
  path: string;
  key:
    | 'today'
    | 'live'
    | 'communities'
    | 'campaigns'
    | 'coupons'
    | 'products'
    | 'orders'
    | 'reviews'
    | 'promoters'
    | 'finance'
    | 'settings';
  icon: ReactNode;
  least: ShopRole;
}[] = [
  { path: '/', key: 'today', icon: <HomeOutlined />, least: 'staff' },
  { path: '/live', key: 'live', icon: <VideoCameraOutlined />, least: 'staff' },
  { path: '/communities', key: 'communities', icon: <TeamOutlined />, least: 'staff' },
  { path: '/campaigns', key: 'campaigns', icon: <FireOutlined />, least: 'staff' },
  { path: '/coupons', key: 'coupons', icon: <TagsOutlined />, least: 'staff' },
  { path: '/products', key: 'products', icon: <AppstoreOutlined />, least: 'staff' },
  { path: '/orders', key: 'orders', icon: <ShoppingOutlined />, least: 'staff' },
  { path: '/reviews', key: 'reviews', icon: <MessageOutlined />, least: 'staff' },
  { path: '/promoters', key: 'promoters', icon: <ShareAltOutlined />, least: 'staff' },
  { path: '/finance', key: 'finance', icon: <BankOutlined />, least: 'admin' },
  { path: '/settings', key: 'settings', icon: <SettingOutlined />, least: 'staff' },
];
export const ladder: readonly ShopRole[] = ['owner', 'admin', 'operator', 'host', 'moderator', 'staff'];
