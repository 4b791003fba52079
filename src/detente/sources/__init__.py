"""Where items come from: one file a format. A source yields items and rejections, and never stops at a bad one."""
