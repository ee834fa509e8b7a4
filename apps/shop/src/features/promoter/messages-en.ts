export const en = {
  earning: {
    meanings: 'What the three amounts mean',
    pending: 'Your friend has paid. We wait until the parcel arrives.',
    frozen: 'Your friend has the parcel. We wait until the return window is over; a return takes it back.',
    available: 'The return window is over. This commission is yours.',
    soFar: '{{sum}} in all',
    all: 'All',
    filter: 'Show by state',
    noneInState: 'No commission here yet',
    rate: '{{rate}} of {{base}}',
  },
};
