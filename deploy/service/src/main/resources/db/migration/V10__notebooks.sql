-- Students' files, as the Jupyter server API shows them. Contents apart from the rest, so that listing reads none.
create table stored_file (
    id bigint generated always as identity primary key,
    owner text not null,
    path text not null,
    folder text not null,
    kind text not null check (kind in ('directory', 'file', 'notebook')),
    size bigint not null,
    hash text not null,
    created_at timestamptz not null,
    modified_at timestamptz not null,
    unique (owner, path)
);
create index stored_file_folder on stored_file (owner, folder);

create table stored_content (
    file_id bigint primary key references stored_file (id) on delete cascade,
    content bytea not null
);

create table checkpoint (
    id uuid primary key,
    file_id bigint not null references stored_file (id) on delete cascade,
    content bytea not null,
    created_at timestamptz not null
);
create index checkpoint_file on checkpoint (file_id, created_at);

-- The last state of the lab a notebook works on: the commands that lead there.
create table lab_state (
    owner text not null,
    notebook text not null,
    lab text,
    log text not null,
    saved_at timestamptz not null,
    primary key (owner, notebook)
);

-- Settings and window layouts of the notebook interface; the text is the browser's.
create table interface_setting (
    owner text not null,
    kind text not null check (kind in ('settings', 'workspace')),
    name text not null,
    raw text not null,
    modified_at timestamptz not null,
    primary key (owner, kind, name)
);

-- Personal tokens for other Jupyter clients. Only a digest is kept.
create table personal_token (
    id bigint generated always as identity primary key,
    owner text not null,
    digest text not null unique,
    label text not null,
    created_at timestamptz not null,
    used_at timestamptz
);
