export const en = {
  orders: {
    title: 'My orders', one: 'Order', sum: 'Total', emptyTitle: 'No orders yet', emptyWords: 'Pick something in season. You follow your order here.', toPay: 'To pay', paid: 'Paid', refunded: 'Refunded', number: 'Order no.',
    tab: { all: 'All', unpaid: 'To pay', paid: 'To ship', shipped: 'On the way', completed: 'Done', refunded: 'Refunded' },
    state: { unpaid: 'Waiting for payment', paid: 'Getting ready', waiting: 'Waiting for the team', shipped: 'On the way', delivered: 'Delivered', completed: 'Completed', closed: 'Closed', refunded: 'Refunded', refunding: 'Refund on its way' },
    next: { paid: 'The shop is packing it. The tracking number will appear here.', waiting: 'Your seat is safe. Share the team: it ships once everybody is in, or you get all your money back.', shipped: 'Your parcel is on the way. Confirm once you have it.', delivered: 'We hope you like it. You have 7 days to ask for a return.', completed: 'Thank you. See you next time.', refunding: 'Your refund goes back the way you paid: from minutes to a few working days.' },
    closed: { unpaid: 'The time to pay ran out. You were not charged.', byBuyer: 'You cancelled this order. You were not charged.', byShop: 'The shop cancelled this order. Everything you paid comes back.', teamFailed: 'The team did not fill up. Everything you paid comes back.', latePayment: 'Your payment arrived after the order had closed. It comes back in full.', refunded: 'Your money went back the way you paid.' },
    step: { created: 'Order placed', paid: 'Paid', shipped: 'Shipped', delivered: 'Delivered', completed: 'Completed', closed: 'Closed' },
    confirming: 'Confirming your payment', confirmingWords: 'This usually takes a second or two.',
    cancel: 'Cancel order', cancelTitle: 'Cancel this order?', cancelWords: 'The goods and the seat held for you go back to others.', cancelYes: 'Cancel order', cancelNo: 'Keep it', cancelled: 'Order cancelled', pay: 'Pay now', invite: 'Invite friends', seeTeam: 'See team', receive: 'I have it', receiveTitle: 'Did your parcel arrive?', receiveWords: 'Please look inside before you confirm.', received: 'Thank you, marked as received', again: 'Buy again',
  },
}
