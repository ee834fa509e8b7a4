import type { ThemeConfig } from 'antd';
import { dark, fontMono, light } from './tokens.ts';

type Algorithm = NonNullable<ThemeConfig['algorithm']>;

/**
 * antd's theme from the same values as tokens.css. The caller passes antd's own algorithm for the theme,
 * so that this file costs an app without antd nothing:
 * `antdTheme('dark', antd.theme.darkAlgorithm)`. `isStill` takes all motion out, for who asked for less of it.
 */
export function antdTheme(mode: 'light' | 'dark', algorithm: Algorithm, isStill: boolean): ThemeConfig {
  const colours = mode === 'dark' ? dark : light;
  return {
    algorithm,
    cssVar: { prefix: 'ant' },
    token: {
      colorPrimary: colours.persimmon,
      colorPrimaryHover: colours['persimmon-hover'],
      colorPrimaryActive: colours['persimmon-press'],
      colorTextLightSolid: colours['on-persimmon'],
      // antd writes words in these, so they are the tones that can be read.
      colorSuccess: colours['leaf-text'],
      colorSuccessBg: colours['leaf-soft'],
      colorWarning: colours['honey-text'],
      colorWarningBg: colours['honey-soft'],
      colorError: colours['persimmon-text'],
      colorErrorBg: colours['persimmon-soft'],
      colorInfo: colours['sky-text'],
      colorInfoBg: colours['sky-soft'],
      colorLink: colours['sky-text'],
      colorText: colours.ink,
      colorTextSecondary: colours['ink-2'],
      colorTextTertiary: colours['ink-3'],
      colorTextQuaternary: colours['ink-4'],
      colorBgBase: colours.surface,
      colorTextBase: colours.ink,
      colorBgLayout: colours.ground,
      colorBgContainer: colours.surface,
      colorBgElevated: colours.raised,
      colorBorder: colours['line-strong'],
      colorBorderSecondary: colours.line,
      colorSplit: colours.line,
      colorFillQuaternary: colours.sunken,
      fontFamily: 'var(--tz-font)',
      fontFamilyCode: fontMono,
      fontSize: 14,
      lineHeight: 1.6,
      borderRadius: 8,
      borderRadiusLG: 12,
      borderRadiusSM: 6,
      controlHeight: 36,
      wireframe: false,
      motion: !isStill,
      motionDurationFast: '0.1s',
      motionDurationMid: '0.15s',
      motionDurationSlow: '0.25s',
    },
    components: pieces(colours),
  };
}

/** What single pieces of antd do otherwise than the whole. */
function pieces(colours: Readonly<Record<keyof typeof light, string>>): NonNullable<ThemeConfig['components']> {
  return {
    Button: {
      borderRadius: 999,
      borderRadiusLG: 999,
      borderRadiusSM: 999,
      primaryShadow: 'none',
      defaultShadow: 'none',
      dangerShadow: 'none',
      fontWeight: 500,
    },
    Layout: { siderBg: colours.surface, headerBg: colours.surface, bodyBg: colours.ground },
    Menu: {
      itemBg: 'transparent',
      itemSelectedBg: colours['persimmon-soft'],
      itemSelectedColor: colours['persimmon-text'],
      itemBorderRadius: 8,
      itemHeight: 40,
      activeBarBorderWidth: 0,
    },
    Table: {
      headerBg: 'transparent',
      headerColor: colours['ink-3'],
      headerSplitColor: 'transparent',
      rowHoverBg: colours.sunken,
      borderColor: colours.line,
      cellPaddingBlock: 12,
    },
    Card: { borderRadiusLG: 12 },
    Tabs: { inkBarColor: colours.persimmon, itemSelectedColor: colours.ink, itemColor: colours['ink-2'], itemHoverColor: colours.ink },
    Tag: { borderRadiusSM: 999 },
    Segmented: { borderRadius: 999, borderRadiusSM: 999, borderRadiusLG: 999, trackBg: colours.sunken, itemSelectedBg: colours.raised },
  };
}
