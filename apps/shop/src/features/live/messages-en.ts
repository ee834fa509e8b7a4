export const en = {
  live: {
    strip: 'Live', now: 'Live', watching: '{{count}} watching', replay: 'Replay', ended: 'Ended', programme: 'Live', onAir: 'On air', upcoming: 'Coming up', replays: 'Watch again', noneTitle: 'No shows yet', noneWords: 'New shows will appear here.', toProgramme: 'See other shows',
    connecting: 'Joining the show', backSoon: 'The host will be right back', backSoonWords: 'It carries on by itself. No need to reload.', soundOn: 'Turn on the sound', tapForSound: 'Tap for sound', picture: 'Live picture', play: 'Play', fullscreen: 'Full screen', backToRoom: 'Back to the show: {{title}}', leave: 'Leave the show', joinGroup: 'Join the group',
    comments: 'Comments', me: 'Me', host: 'Host', moderator: 'Crew', came: '{{name}} is here', newest: 'Jump to newest', saySomething: 'Say something…', send: 'Send', muted: 'You have been muted', like: 'Like', shelf: 'Open the shelf', shelfTitle: { one: 'Shelf · {{count}} product', other: 'Shelf · {{count}} products' }, shelfEmpty: 'The shelf is still empty', shelfEmptyWords: 'The host adds products during the show.', explaining: 'On show',
    drops: { one: '{{count}} offer', other: '{{count}} offers' }, nextDrop: 'Next card', fold: 'Fold the card away',
    ticker: { ordered: '{{name}} bought {{title}}', 'team-opened': '{{name}} started a team for {{title}}', 'team-joined': '{{name}} joined a team for {{title}}', 'team-completed': '{{name}}\'s team for {{title}} is complete' },
    anyMoment: 'Any moment now', anyMomentWords: 'The host is getting ready. You go in by yourself when it starts.', untilStart: 'until it starts', tellFriends: 'Tell friends', preview: 'See products ({{count}})',
    cancelledTitle: 'This show was cancelled', cancelledWords: 'See what else is on.', endedTitle: 'The show is over', endedWords: 'Thank you for watching. {{name}}\'s next show will be in the programme.', fromShow: 'Shown in this show', chapters: 'Replay by product', replayBroken: 'The replay cannot be played right now. Try again later.',
  },
}
