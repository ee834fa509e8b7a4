/** The payment this tab went to the cashier with: the order's page asks how it ended. Another tab simply does not know. */
const keyOf = (orderId: string) => `tz.payment.${orderId}`;

export function rememberPayment(orderId: string, paymentId: string): void {
  try {
    sessionStorage.setItem(keyOf(orderId), paymentId);
  } catch {
    // Storage is refused in some private windows; the order itself still says when it is paid.
  }
}

export function lastPayment(orderId: string): string | null {
  try {
    return sessionStorage.getItem(keyOf(orderId));
  } catch {
    return null;
  }
}
