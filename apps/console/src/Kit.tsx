import { useLanguage } from '@tuanzi/ui/i18n.ts';
import { Logo } from '@tuanzi/ui/Logo.tsx';
import { formatFen, Price } from '@tuanzi/ui/money.tsx';
import { chooseTheme, useTheme } from '@tuanzi/ui/theme.ts';
import { App, Button, Card, DatePicker, Flex, Input, Menu, Segmented, Space, Statistic, Switch, Table, Tabs, Tag } from 'antd';
import { useT } from './messages.ts';

const rows = [
  { key: 1, name: '洛川红富士苹果', stock: 120, priceFen: 4990 },
  { key: 2, name: '周至翠香猕猴桃', stock: 8, priceFen: 5800 },
  { key: 3, name: '临潼石榴', stock: 0, priceFen: 6600 },
];

export function Kit() {
  const t = useT();
  const { language, chooseLanguage } = useLanguage();
  const { choice } = useTheme();
  const { message } = App.useApp();
  return (
    <Flex gap={24} style={{ padding: 24 }}>
      <Flex vertical gap={16} style={{ width: 200 }}>
        <Logo withName label={t('app.name')} />
        <Menu
          selectedKeys={['a']}
          items={[
            { key: 'a', label: t('nav.today') },
            { key: 'b', label: '直播' },
            { key: 'c', label: '社群' },
          ]}
        />
      </Flex>
      <Flex vertical gap={16} style={{ flex: 1 }}>
        <Space>
          <Button type="primary" onClick={() => void message.success('已保存')}>
            保存
          </Button>
          <Button>取消</Button>
          <Button danger>退款</Button>
          <Button type="link">订单详情</Button>
          <Button onClick={() => void chooseLanguage(language === 'en' ? 'zh-CN' : 'en')}>{language}</Button>
          <Button onClick={() => chooseTheme(choice === 'dark' ? 'light' : 'dark')}>{choice}</Button>
          <Input placeholder="搜索" /> <DatePicker /> <Switch defaultChecked /> <Segmented options={['今天', '7 天', '30 天']} />
        </Space>
        <Flex gap={16}>
          <Card style={{ flex: 1 }}>
            <Statistic title="已支付" value={formatFen(1_234_500)} />
          </Card>
          <Card style={{ flex: 1 }}>
            <Statistic title="在线" value={1280} />
          </Card>
          <Card style={{ flex: 1 }} title="直播中">
            今晚八点
          </Card>
        </Flex>
        <Tabs
          items={[
            { key: '1', label: '全部' },
            { key: '2', label: '待发货' },
          ]}
        />
        <Table
          rowSelection={{}}
          dataSource={rows}
          columns={[
            { title: '商品', dataIndex: 'name' },
            {
              title: '库存',
              dataIndex: 'stock',
              render: (stock: number) =>
                stock === 0 ? (
                  <Tag color="error">售罄</Tag>
                ) : stock < 10 ? (
                  <Tag color="warning">{stock}</Tag>
                ) : (
                  <Tag color="success">{stock}</Tag>
                ),
            },
            {
              title: '价格',
              dataIndex: 'priceFen',
              align: 'right',
              render: (priceFen: number) => <Price fen={priceFen} size="s" cents="always" tone="ink" />,
            },
          ]}
        />
      </Flex>
    </Flex>
  );
}
