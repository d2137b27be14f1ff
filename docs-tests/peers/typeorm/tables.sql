-- The tables as TypeORM makes them of entities.ts.
CREATE TYPE "public"."user_role_enum" AS ENUM('admin', 'member');

CREATE TABLE "user" (
  "id" SERIAL NOT NULL,
  "email" character varying NOT NULL,
  "name" character varying NOT NULL,
  "age" integer,
  "role" "public"."user_role_enum" NOT NULL DEFAULT 'member',
  "balance" numeric(12,2) NOT NULL DEFAULT '0',
  "createdAt" TIMESTAMP NOT NULL DEFAULT now(),
  CONSTRAINT "UQ_e12875dfb3b1d92d7d7c5377e22" UNIQUE ("email"),
  CONSTRAINT "PK_cace4a159ff9f2512dd42373760" PRIMARY KEY ("id")
);

CREATE TABLE "profile" (
  "id" SERIAL NOT NULL,
  "bio" character varying NOT NULL,
  "userId" integer NOT NULL,
  CONSTRAINT "REL_a24972ebd73b106250713dcddd" UNIQUE ("userId"),
  CONSTRAINT "PK_3dd8bfc97e4a77c70971591bdcb" PRIMARY KEY ("id")
);

CREATE TABLE "post" (
  "id" SERIAL NOT NULL,
  "title" character varying NOT NULL,
  "published" boolean NOT NULL DEFAULT false,
  "views" integer NOT NULL DEFAULT '0',
  "meta" jsonb,
  "authorId" integer NOT NULL,
  CONSTRAINT "PK_be5fda3aac270b134ff9c21cdee" PRIMARY KEY ("id")
);

CREATE TABLE "tag" (
  "id" SERIAL NOT NULL,
  "label" character varying NOT NULL,
  CONSTRAINT "UQ_647c189a51deb35bc452751bc4a" UNIQUE ("label"),
  CONSTRAINT "PK_8e4052373c579afc1471f526760" PRIMARY KEY ("id")
);

CREATE TABLE "document" (
  "id" SERIAL NOT NULL,
  "title" character varying NOT NULL,
  "version" integer NOT NULL,
  "deletedAt" TIMESTAMP WITH TIME ZONE,
  CONSTRAINT "PK_e57d3357f83f3cdc0acffc3d777" PRIMARY KEY ("id")
);

CREATE TABLE "post_tags_tag" (
  "postId" integer NOT NULL,
  "tagId" integer NOT NULL,
  CONSTRAINT "PK_e9b7b8e6a07bdccb6a954171676" PRIMARY KEY ("postId", "tagId")
);

CREATE INDEX "IDX_b651178cc41334544a7a9601c4" ON "post_tags_tag" ("postId");
CREATE INDEX "IDX_41e7626b9cc03c5c65812ae55e" ON "post_tags_tag" ("tagId");

ALTER TABLE "profile" ADD CONSTRAINT "FK_a24972ebd73b106250713dcddd9" FOREIGN KEY ("userId")
  REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "post" ADD CONSTRAINT "FK_c6fb082a3114f35d0cc27c518e0" FOREIGN KEY ("authorId")
  REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE NO ACTION;
ALTER TABLE "post_tags_tag" ADD CONSTRAINT "FK_b651178cc41334544a7a9601c45"
  FOREIGN KEY ("postId") REFERENCES "post"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "post_tags_tag" ADD CONSTRAINT "FK_41e7626b9cc03c5c65812ae55e8"
  FOREIGN KEY ("tagId") REFERENCES "tag"("id") ON DELETE CASCADE ON UPDATE CASCADE;
