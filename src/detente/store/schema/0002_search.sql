CREATE VIRTUAL TABLE story_search USING fts5 (title, text, content = 'stories', content_rowid = 'position', tokenize = 'unicode61 remove_diacritics 2');
CREATE TRIGGER stories_inserted AFTER INSERT ON stories BEGIN
  INSERT INTO story_search (rowid, title, text) VALUES (new.position, new.title, new.text);
END;
CREATE TRIGGER stories_deleted AFTER DELETE ON stories BEGIN
  INSERT INTO story_search (story_search, rowid, title, text) VALUES ('delete', old.position, old.title, old.text);
END;
