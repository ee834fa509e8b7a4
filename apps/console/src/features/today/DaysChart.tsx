import { formatFen } from '@tuanzi/ui/money.tsx';
import { useTheme } from '@tuanzi/ui/theme.ts';
import { isMotionReduced } from '@tuanzi/ui/motion.ts';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as bringParts, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { useT } from '../../messages.ts';
import type { TodayView } from './today-view.ts';

bringParts([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, AriaComponent, SVGRenderer]);

const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--tz-${name}`).trim();

export function DaysChart({ days }: { days: TodayView['days'] }) {
  const t = useT();
  const { shown } = useTheme();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = init(place.current, null, { renderer: 'svg' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    const quiet = { color: colour('ink-3'), fontFamily: 'inherit', fontSize: 12 };
    chart.current?.setOption(
      {
        animationDuration: isMotionReduced() ? 0 : 250,
        aria: { enabled: true },
        textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
        grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
        legend: { top: 0, right: 12, itemGap: 16, textStyle: quiet, itemWidth: 12, itemHeight: 8 },
        tooltip: {
          trigger: 'axis',
          backgroundColor: colour('raised'),
          borderColor: colour('line'),
          textStyle: { color: colour('ink'), fontSize: 13 },
          formatter: (points: { dataIndex: number }[]) => {
            const day = days[points[0]?.dataIndex ?? -1];
            return day === undefined
              ? ''
              : `${day.day}<br/>${t('today.daysPaid')} <b>${formatFen(day.paidFen)}</b><br/>${t('today.daysOrders')} <b>${day.orders}</b>`;
          },
        },
        xAxis: {
          type: 'category',
          data: days.map(({ day }) => day.slice(5).replace('-', '/')),
          axisLabel: quiet,
          axisTick: { show: false },
          axisLine: { lineStyle: { color: colour('line-strong') } },
        },
        yAxis: [
          {
            type: 'value',
            minInterval: 1,
            axisLabel: { ...quiet, formatter: (yuan: number) => (yuan >= 10_000 ? `¥${yuan / 1000}k` : `¥${yuan}`) },
            splitLine: { lineStyle: { color: colour('line') } },
          },
          { type: 'value', minInterval: 1, axisLabel: quiet, splitLine: { show: false } },
        ],
        series: [
          {
            name: t('today.daysPaid'),
            type: 'bar',
            data: days.map(({ paidFen }) => paidFen / 100),
            itemStyle: { color: colour('persimmon'), borderRadius: [6, 6, 0, 0] },
            barMaxWidth: 24,
          },
          {
            name: t('today.daysOrders'),
            type: 'line',
            yAxisIndex: 1,
            data: days.map(({ orders }) => orders),
            smooth: 0.3,
            symbolSize: 6,
            lineStyle: { color: colour('leaf'), width: 2 },
            itemStyle: { color: colour('leaf') },
          },
        ],
      },
      true,
    );
  }, [days, shown, t]);
  return <div ref={place} className="td-chart-place" />;
}
