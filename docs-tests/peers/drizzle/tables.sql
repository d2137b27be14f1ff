-- The tables as `drizzle-kit` makes them of schema.ts.
CREATE TYPE "public"."role" AS ENUM('admin', 'member');

CREATE TABLE "users" (
  "id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  "email" text NOT NULL,
  "name" text NOT NULL,
  "age" integer,
  "role" "role" DEFAULT 'member' NOT NULL,
  "balance" numeric(12, 2) DEFAULT '0' NOT NULL,
  "created_at" timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT "users_email_unique" UNIQUE("email")
);

CREATE TABLE "profiles" (
  "id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  "user_id" integer NOT NULL,
  "bio" text NOT NULL,
  CONSTRAINT "profiles_user_id_unique" UNIQUE("user_id")
);

CREATE TABLE "posts" (
  "id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  "author_id" integer NOT NULL,
  "title" text NOT NULL,
  "published" boolean DEFAULT false NOT NULL,
  "views" integer DEFAULT 0 NOT NULL,
  "meta" jsonb
);

CREATE TABLE "tags" (
  "id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  "label" text NOT NULL,
  CONSTRAINT "tags_label_unique" UNIQUE("label")
);

CREATE TABLE "post_tags" (
  "post_id" integer NOT NULL,
  "tag_id" integer NOT NULL,
  CONSTRAINT "post_tags_post_id_tag_id_pk" PRIMARY KEY("post_id", "tag_id")
);

CREATE TABLE "documents" (
  "id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  "title" text NOT NULL,
  "version" integer DEFAULT 1 NOT NULL,
  "deleted_at" timestamp with time zone
);

ALTER TABLE "profiles" ADD CONSTRAINT "profiles_user_id_users_id_fk" FOREIGN KEY ("user_id")
  REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_users_id_fk" FOREIGN KEY ("author_id")
  REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_post_id_posts_id_fk" FOREIGN KEY ("post_id")
  REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "post_tags" ADD CONSTRAINT "post_tags_tag_id_tags_id_fk" FOREIGN KEY ("tag_id")
  REFERENCES "public"."tags"("id") ON DELETE cascade ON UPDATE no action;
