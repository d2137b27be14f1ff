-- The rows that the examples know.
INSERT INTO "User" ("name", "email", "age", "role", "balance", "createdAt") VALUES
  ('Ada', 'ada@example.com', 36, 'ADMIN', 120.50, '2026-01-02 03:04:05'),
  ('Grace', 'grace@example.com', 45, 'MEMBER', 80.25, '2026-01-02 03:04:05'),
  ('Alan', 'alan@example.com', 29, 'MEMBER', 0, '2026-01-02 03:04:05'),
  ('Edsger', 'edsger@example.com', NULL, 'MEMBER', 15, '2026-01-02 03:04:05');
INSERT INTO "Profile" ("userId", "bio") VALUES
  (1, 'Wrote the first program.'),
  (2, 'Found the moth.');
INSERT INTO "Post" ("authorId", "title", "published", "views", "meta") VALUES
  (1, 'Notes', true, 12, '{ "lang": "en", "likes": 12 }'),
  (1, 'Drafts', false, 0, NULL),
  (2, 'Compilers', true, 30, '{ "lang": "en", "likes": 30 }'),
  (3, 'Machines', true, 7, '{ "lang": "fr", "likes": 7 }');
INSERT INTO "Tag" ("label") VALUES ('history'), ('software'), ('hardware');
INSERT INTO "_PostToTag" ("A", "B") VALUES (1, 1), (1, 3), (3, 1), (3, 2), (4, 3);
INSERT INTO "Document" ("title") VALUES ('Charter'), ('Minutes'), ('Budget');
