export const en = {
  chat: {
    waiting: 'Reconnecting. What you write goes out as soon as we are back', polling: 'Slow connection. Messages may take a few seconds', unreadFrom: 'New messages', retry: 'Send again', mutedUntil: 'You are muted until {{when}}', plays: 'Group buys in this group',
    actions: 'Message from {{name}}', copy: 'Copy text', remove: 'Delete this message', removeTitle: 'Delete this message?', removeWords: 'Nobody in the group will see it any more.', removed: 'Deleted',
    mute: 'Mute', forMinutes: 'For how long', reason: 'Why', span: { tenMinutes: '10 minutes', hour: '1 hour', day: '1 day', month: '30 days', none: 'Unmute' }, reasons: { ads: 'Advertising', rude: 'Unkind words', spam: 'Flooding the chat', other: 'Against the rules' }, muteNow: 'Mute {{name}}', unmuteNow: 'Unmute {{name}}', muted: '{{name}} is muted', unmuted: '{{name}} can speak again',
    expel: 'Remove from the group', expelTitle: 'Remove {{name}} from the group?', expelWords: 'They will not see new messages and cannot join again on their own.', expelled: '{{name}} was removed',
  },
}
