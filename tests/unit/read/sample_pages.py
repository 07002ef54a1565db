"""Web pages of several makes, for the tests of reading."""

from __future__ import annotations

BODY = (
    "Two soldiers were killed and five were wounded when gunmen attacked a post near the old bridge on Friday.",
    "“Nobody saw them come,” said the mayor of the town, who asked people to stay calm and at home.",
    "A second group fired from the far bank of the river for about an hour, according to residents.",
    "The defence ministry said in a statement that 12 attackers had died; it gave no evidence for that.",
)
TEXT = "\n\n".join(BODY)
JSON_BODY = "\\n".join(BODY)
DATED = f"<p><strong>NORTH FORD, Riverland</strong> — {BODY[0]}</p>" + "".join(f"<p>{one}</p>" for one in BODY[1:])

BLOG = f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8"><title>Two soldiers die at bridge &#8211; River Herald</title>
<meta property="og:title" content="Two soldiers die at bridge - River Herald">
<meta property="og:site_name" content="River Herald">
<meta property="article:published_time" content="2022-03-04T18:05:00+02:00">
<link rel="canonical" href="https://herald.example/2022/03/04/bridge/"></head>
<body class="post-template-default single has-sidebar social-enabled">
<header id="masthead"><a href="/">River Herald</a><nav><ul><li><a href="/news">News</a></li></ul></nav></header>
<main><article class="post type-post"><header class="entry-header">
<h1 class="entry-title">Two soldiers die at bridge</h1>
<div class="entry-meta"><span class="posted-on">March 4, 2022</span> <span class="byline">by
<a rel="author" href="/author/ola">Ola Berg</a></span></div></header>
<div class="entry-content">
<figure class="wp-caption"><img src="a.jpg">
<figcaption class="wp-caption-text">The bridge in May. Photo: Lu Chen/Herald
</figcaption></figure>
{DATED}
<p><em>Translation by Ina Roth</em></p>
<p>Read more: <a href="/b">The bridge and its builders</a></p>
<div class="sharedaddy"><h3>Share this:</h3><ul><li>Facebook</li><li>X</li></ul></div>
<div class="jp-relatedposts"><h3>Related</h3>
<p>A long story about the harbour and its boats that people liked last year.</p></div>
</div>
<footer class="entry-footer"><span class="tags-links">Tags: <a rel="tag" href="/tag/a">Riverland</a>,
<a rel="tag" href="/tag/b">old bridge</a></span></footer></article>
<div id="comments" class="comments-area"><h2>2 thoughts</h2>
<ol class="commentlist"><li><p>I was there on Friday and I saw
how the soldiers ran from the post, it was terrible.</p></li></ol>
<form id="commentform"><p>Your email address will not be published.</p><textarea></textarea></form></div>
</main><aside class="widget-area"><h2>Most read</h2><ul><li>Fish prices fall again in the north</li></ul></aside>
<footer>© 2022 River Herald. All rights reserved.</footer></body></html>"""

WIRE = f"""<html><head><title>Bridge attack</title><meta name="author" content="By Ola Berg and Lu Chen"></head><body>
<div id="story"><h1>Bridge attack kills two soldiers</h1><span class="time">Updated: 05-03-2022</span>
<span class="time">Published: 04-03-2022</span>
<p>NORTH FORD, March 4 (Wire) - {BODY[0]}</p>{"".join(f"<p>{one}</p>" for one in BODY[1:])}
<p>(Reporting by Per Holt; Editing by Ina Roth)</p>
<p>Our Standards: The Thomson Reuters Trust Principles.</p></div></body></html>"""

SCRIPTED = f"""<html><head><title>x</title><script type="application/ld+json">
[{{"@type": "BreadcrumbList", "name": "no"}},
{{"@type": "NewsArticle", "headline": "Bridge attack kills two soldiers",
"datePublished": "2022-03-04T10:00:00Z", "dateModified": "2023-01-01", "inLanguage": "en",
"author": [{{"@type": "Person", "name": "Ola Berg"}}, {{"@type": "Organization", "name": "Newsdesk"}}],
"publisher": {{"@type": "Organization", "name": "River Herald"}}, "keywords": "Riverland, bridge",
"articleBody": "{JSON_BODY}"}}]</script></head><body><div id="root"></div></body></html>"""

BREAKS = f"""<html><body><div class="article"><h1>Bridge attack kills two soldiers</h1>
<div class="date">04-03-2022</div><div class="detail">NORTH FORD - {"<br /><br />".join(BODY)}
<br><br>Video editing by Lu Chen</div></div>
<div class="comment-box"><h4>Comments</h4><p>We welcome comments that are to the point and that add something.</p>
<form><input name="n"><input type="submit" value="Post a comment"></form></div></body></html>"""

ARABIC_BODY = (
    "قتل جنديان وأصيب خمسة آخرون في هجوم شنه مسلحون على نقطة تفتيش قرب الجسر القديم يوم الجمعة.",
    "وقال رئيس البلدية إن أحدا لم ير المهاجمين وهم يقتربون من النقطة قبل طلوع الفجر.",
    "وأعلنت وزارة الدفاع في بيان لها مقتل اثني عشر من المهاجمين من دون أن تقدم دليلا على ذلك.",
)
ARABIC = f"""<html lang="ar" dir="rtl"><head>
<meta http-equiv="Content-Type" content="text/html; charset=windows-1256">
<title>مقتل جنديين</title></head><body><h1>مقتل جنديين في هجوم قرب الجسر</h1><p class="date">4 آذار 2022</p>
{"".join(f"<p>{one}</p>" for one in ARABIC_BODY)}<h4>التعليقات</h4></body></html>"""

LATIN = """<html lang="fr"><head><meta charset="iso-8859-1"><title>Attaque</title></head><body>
<h1>Attaque près du vieux pont</h1><p>Publié le 4 mars 2022 à 10h15</p>
<p>Deux soldats ont été tués vendredi dans l’attaque d’un poste près du vieux pont, selon la mairie.</p>
<p>« Personne ne les a vus venir », a déclaré le maire, qui a appelé les habitants à rester calmes.</p>
<p>Le ministère de la défense a affirmé que douze assaillants étaient morts, sans donner de preuve.</p>
</body></html>"""

HEADLINES = """<html><head><title>River Herald</title></head><body><h1>River Herald</h1><ul>
<li><a href="/1">Two soldiers die at bridge</a></li><li><a href="/2">Fish prices fall</a></li></ul></body></html>"""
