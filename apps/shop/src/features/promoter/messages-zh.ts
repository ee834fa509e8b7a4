export const zh = {
  earning: {
    meanings: '这三笔钱是什么意思',
    pending: '朋友已付款，等包裹送到。',
    frozen: '朋友已收货，等退货期过去，期间退货会收回。',
    available: '退货期已过，这笔佣金归你。',
    soFar: '累计 {{sum}}',
    all: '全部',
    filter: '按状态看',
    noneInState: '这里还没有佣金',
    rate: '按 {{base}} 的 {{rate}} 计',
  },
} as const;
