"""What the makers of Chinese pages call their parts."""

import re

SKIPPED_TAGS = frozenset(
    {
        "script", "style", "noscript", "template", "select", "textarea", "button", "svg", "object",
        "embed", "input", "link", "meta", "head", "iframe", "audio", "video", "canvas", "map",
        "title",
    }
)  # fmt: skip
JUNK_TAGS = frozenset({"nav", "footer", "aside", "menu"})
# Elements of their own that Founder's papers and the UCAP platform put around the text.
BODY_TAGS = frozenset({"founder-content", "ucapcontent"})
BLOCK_TAGS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "founder-content", "h1", "h2",
        "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre",
        "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "founder-title",
        "founder-subtitle", "founder-author", "founder-date", "ucapcontent", "ucaptitle",
    }
)  # fmt: skip
HEADING_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What may be the box of a whole text; a paragraph or a cell of it may not.
CONTAINER_TAGS = frozenset(
    {
        "div", "section", "article", "main", "center", "form", "body", "table", "tbody", "tr", "td",
        "founder-content", "ucapcontent", "span", "dl", "dd", "ul", "li", "font", "html",
    }
)  # fmt: skip
# The containers that the usual publishing systems give an article's text: TRS, Founder, jcms,
# WeChat, Sina and their kin. A hint, which must hold most of the text to be believed.
BODY_NAMES = re.compile(
    # TRS, Founder, jcms, UCAP
    r"trs_editor|trs_ueditor|\btrs_word\b|\bu?zoom\b|\bozoom\b|\bfontzoom\b|founder-content"
    r"|\benpcontent\b|\bucap-content\b|\bpages_content\b|\bview-content\b|\bbt-content\b|\bueditor\b"
    # WeChat, and the editors that WordPress and its like use
    r"|\bjs_content\b|\brich_media_content\b|entry-content|post[-_]?(?:body|content|text)\b"
    r"|\bmp-editor\b|\bmarkdown_views\b|\bhtmledit_views\b|\bcaas-body\b"
    # what newspapers and portals call it
    r"|article[-_]?(?:content|body|text|main|detail|con)s?\b|\bcontent[-_]?article\b|\bartibody\b"
    r"|\bartical_real\b|\bart(?:icle)?_?context|news[-_]?(?:content|text|body|txt|con)\b|\brm_txt_con\b"
    r"|(?:content|cont|text|detail)[-_](?:article|text|detail|body|main|txt)\b|\ball-txt\b"
    r"|\bcontent_?(?:text|area|body|views)\b|\bp-detail\b|\bendtext\b|\bu?-?main_?text\b|\bcnt_bd\b"
    r"|\bcnt-main-article|\bleft_zw\b|\brwb_zw\b|\bp_content\b|\bla_con\b|\bshow_text\b"
)
JUNK_NAMES = re.compile(
    r"comment|enpproperty|pinglun|tuijian|fenxiang|daohang|shoucang|dianzan|reply|footer|\bfoot\b|copyright|breadcrumb|\bcrumbs?\b|sidebar|side[-_]?bar"
    r"|recommend|related|relate[-_]|xiangguan|\bshare|[-_]share|bdshare|\bnav\b|[-_]nav\b|\bnav[-_]"
    r"|\bmenu|[-_]menu\b|\bpager?\b|pagination|\bhot[-_]|[-_]hot\b|hotnews|\brank|ranking"
    r"|\bad\b|\bads\b|\bad[-_]|[-_]ads?\b|advert|guanggao|\btags?\b|[-_]tags?\b|keywords?\b"
    r"|qrcode|ewm\b|erweima|\bpopup|\bpopbox\b|dialog|modal|\blogin|\bsearch|toolbar|tools?\b"
    r"|\bprint\b|fontsize|statement|disclaim|declare|shengming|\bprev\b|prev[-_]?next|subscribe"
    r"|feedback|\blike\b|[-_]like\b|\bguess|toplist|newslist|news[-_]list|list[-_]?news|swiper"
    r"|recom\b|\brec[-_]|\bright[-_]?(?:bar|side|col|con)|\bside[-_]|[-_]side\b|\baside\b|friendlink"
    r"|\blinks?\b|gotop|backtop|totop|app-?down|download-?app|\btopbar|\btop[-_]?nav|(?:^|\s)hidden(?:\s|$)"
)
HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# What stands below every page of a site.
FOOTER_TEXT = re.compile(
    r"版权所有|备案(?:号|序号|编号)|ICP[备证]|[Cc]opyright|COPYRIGHT|All [Rr]ights|网站标识码"
    r"|网安备|经营许可证|违法和不良信息|举报电话|技术支持[:：]|主办单位[:：]|承办单位[:：]|建议使用.{0,20}浏览"
)
# Labels of the line under the title.
HEAD_LINE = re.compile(
    r"来源[:：]|来源于|稿源|信息来源|发布时间|发布日期|发表时间|发表于|更新时间|时间[:：]|日期[:：]|字体[:：]|字号"
    r"|浏览(?:次数|量)?[:：]|点击(?:数|量|次数)?[:：]|阅读(?:数|量|次数)?[:：]|访问(?:量|次数)[:：]|作者[:：]|编辑[:：]"
    r"|【\s*(?:大|打印|关闭)|\[\s*(?:大|打印|关闭)|当前位置|您(?:现在)?的?位置|所在位置|我要评论|分享到|保护视力"
    r"|发布人|发布者|信息来源|文章来源|索\s*引\s*号|首页\s*[>»＞/]"
)
# A line of its own behind which no text of the article follows.
END_LINE = re.compile(
    r"^[\s【\[（(■▼▲>☆★*|·—-]*(?:[相關]{2}(?:報導|新聞|文章)|更多報導|你可能[还還]想看|推薦閱讀|延伸閱讀|相关(?:阅读|新闻|文章|链接|报道|推荐|资讯|内容|专题|解读|文档|信息|稿件)"
    r"|延伸阅读|推荐阅读|更多(?:新闻|精彩|阅读|推荐)|热门(?:推荐|文章|新闻|评论|资讯)|猜你喜欢|大家都在看"
    r"|为您推荐|为你推荐|上一[篇条页]|下一[篇条页]|网友评论|最新评论|全部评论|发表评论|我要评论|我来说两句|精彩评论"
    r"|扫一扫|扫码|分享(?:到|至|让更多)|打印本页|关闭(?:窗口|本页)|打\s*印\s*[】\]]|关\s*闭\s*[】\]]|【?打印】?|特别声明|免责声明"
    r"|版权声明|版权与免责|声明[:：]|本文(?:系|为)?.{0,20}(?:仅代表作者|不代表)|责任编辑|责编|编辑[:：]|网站编辑"
    r"|(?:一|二|三)审[:：]|初审[:：]|终审[:：]|编审[:：]|校对[:：]|值班编委|今日热点|热点推荐|点击(?:排行|进入专题)"
    r"|阅读下一篇|返回(?:首页|列表|顶部)|展开全文|阅读全文|点赞|收藏|举报|Tags?[:：]|标签[:：]|关键[词字][:：]"
    r"|上篇[:：]|下篇[:：]|本文来源|本文(?:链接|地址|网址)|转载请注明|原文(?:链接|地址))"
)
CLOCK_TIME = re.compile(r"\d{1,2}[:：时]\d{2}")
# The table that opens a formal document on a government site.
INDEX_LABEL = re.compile(
    r"^\s*[【\[]?\s*(?:索\s*引\s*号|发文字号|文\s*号|主题分类|发文机关|发文机构|成文日期|公开类别|组配分类)"
)
