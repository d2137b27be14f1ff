-- The rows that the examples know.
INSERT INTO "users" ("name", "email", "age", "role", "balance", "created_at") VALUES
  ('Ada', 'ada@example.com', 36, 'admin', 120.50, '2026-01-02 03:04:05Z'),
  ('Grace', 'grace@example.com', 45, 'member', 80.25, '2026-01-02 03:04:05Z'),
  ('Alan', 'alan@example.com', 29, 'member', 0, '2026-01-02 03:04:05Z'),
  ('Edsger', 'edsger@example.com', NULL, 'member', 15, '2026-01-02 03:04:05Z');
INSERT INTO "profiles" ("user_id", "bio") VALUES
  (1, 'Wrote the first program.'),
  (2, 'Found the moth.');
INSERT INTO "posts" ("author_id", "title", "published", "views", "meta") VALUES
  (1, 'Notes', true, 12, '{ "lang": "en", "likes": 12 }'),
  (1, 'Drafts', false, 0, NULL),
  (2, 'Compilers', true, 30, '{ "lang": "en", "likes": 30 }'),
  (3, 'Machines', true, 7, '{ "lang": "fr", "likes": 7 }');
INSERT INTO "tags" ("label") VALUES ('history'), ('software'), ('hardware');
INSERT INTO "post_tags" ("post_id", "tag_id") VALUES (1, 1), (1, 3), (3, 1), (3, 2), (4, 3);
INSERT INTO "documents" ("title") VALUES ('Charter'), ('Minutes'), ('Budget');
