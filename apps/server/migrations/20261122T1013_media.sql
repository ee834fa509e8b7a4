-- Pictures people uploaded; the bytes are in file storage.
create schema media;

create table media.pictures (
  id text primary key,
  storage_key text not null unique,
  shop_id text,
  uploaded_by text,
  width int not null check (width > 0),
  height int not null check (height > 0),
  bytes int not null check (bytes > 0),
  blur text not null check (blur ~ '^#[0-9a-f]{6}$'),
  created_at timestamptz not null
);
create index pictures_by_shop on media.pictures (shop_id, id) where shop_id is not null;
comment on table media.pictures is 'Pictures stored by this installation: re-encoded by us, free of metadata, never changed.';
comment on column media.pictures.blur is 'Average colour, shown until the picture has loaded.';
comment on column media.pictures.uploaded_by is 'Empty for pictures of the demo shop.';
