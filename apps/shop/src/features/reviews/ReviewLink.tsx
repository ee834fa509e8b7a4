import { useApi } from '@tuanzi/client/react';
import { Link } from 'react-router';
import { useT } from '../../messages.ts';

/** The way to review what of an order was received; all orders on screen share one question. */
export function ReviewLink({ orderId, isSmall }: { orderId: string; isSmall: boolean }) {
  const t = useT();
  const open = useApi('GET /api/me/reviews/open', { query: { limit: 100 } }, { isEnabled: isSmall });
  const lines = useApi('GET /api/orders/{orderId}/reviews', { params: { orderId } }, { isEnabled: !isSmall });
  const isOpen = isSmall
    ? open.data?.items.some((line) => line.orderId === orderId) === true
    : lines.data?.items.some((line) => line.state === 'open') === true;
  if (!isOpen)
    return lines.data?.items.some((line) => line.state === 'reviewed') === true ? (
      <Link to="/me/reviews?tab=written" className="tz-button" data-tone="line">
        {t('review.mine')}
      </Link>
    ) : null;
  return (
    <Link
      to={`/orders/${orderId}/review`}
      className="tz-button"
      {...(isSmall && { 'data-size': 's' })}
      data-tone={isSmall ? 'line' : 'primary'}
      data-testid="write-review"
    >
      {t('review.write')}
    </Link>
  );
}
