/** Goods of the demo shop: what people eat. Brands, names and prices are ours; how a line reads: goods-group.ts. */
import type { GoodsGroup } from './goods-group.ts';

export const FOOD: readonly GoodsGroup[] = [
  {
    category: 'snacks',
    brand: ['脆山', 'Crisp Ridge'],
    taxBp: 1300,
    kind: 'pouch',
    goods: `
      薯片 原味 | potato crisps original | 75g | 6.90 | hot
      薯片 黄瓜味 | potato crisps cucumber | 75g | 6.90
      薯片 番茄味 | potato crisps tomato | 75g | 6.90 | hot
      薯片 烧烤味 | potato crisps barbecue | 75g | 6.90
      薯片 海苔味 | potato crisps seaweed | 104g | 10.90 | kind=tube
      薯片 酸奶油味 | potato crisps sour cream | 104g | 10.90 | kind=tube
      虾条 | prawn sticks | 40g | 3.50
      玉米片 芝士味 | corn chips cheese | 68g | 6.50
      爆米花 焦糖味 | popcorn caramel | 118g | 9.90
      锅巴 麻辣味 | rice crust spicy | 56g | 4.00
      海苔脆 | seaweed crisps | 12g | 7.90
      辣条 | spicy gluten strips | 106g | 4.50 | hot
      洋葱圈 | onion rings | 70g | 6.20`,
  },
  {
    category: 'snacks',
    brand: ['果核先生', 'Mr Kernel'],
    taxBp: 1300,
    kind: 'pouch',
    goods: `
      焦糖瓜子 | caramel sunflower seeds | 160g | 9.90
      五香瓜子 | spiced sunflower seeds | 160g | 9.50
      开心果 | pistachios | 100g | 22.90
      腰果 原味 | cashews plain | 100g | 19.90
      每日坚果 | daily nuts | 25g×7 | 39.90 | kind=box
      巴旦木 | almonds | 100g | 16.90
      蒜香花生 | garlic peanuts | 120g | 7.80
      话梅 | preserved plums | 65g | 6.50
      芒果干 | dried mango | 80g | 12.80
      山楂条 | hawthorn strips | 100g | 8.50
      猪肉脯 | pork jerky | 60g | 15.80
      牛肉干 五香 | beef jerky spiced | 50g | 24.80
      鸭脖 微辣 | duck neck mild | 120g | 16.90
      卤蛋 | braised egg | 30g | 2.00 | kind=egg
      鱼豆腐 | fish tofu | 90g | 8.90`,
  },
  {
    category: 'biscuits',
    brand: ['小满', 'Grain Bud'],
    taxBp: 1300,
    kind: 'pack',
    goods: `
      苏打饼干 | soda crackers | 100g | 4.90
      全麦消化饼 | digestive biscuits | 120g | 7.90
      夹心饼干 巧克力 | chocolate sandwich biscuits | 97g | 6.50 | hot
      夹心饼干 草莓 | strawberry sandwich biscuits | 97g | 6.50
      威化 榛子 | hazelnut wafers | 58g | 5.00
      曲奇 黄油 | butter cookies | 90g | 8.90
      蛋卷 原味 | egg rolls original | 64g | 7.50 | kind=tube
      沙琪玛 | sachima | 160g | 9.90
      蛋黄派 | custard pies | 138g | 8.80 | kind=box
      凤梨酥 | pineapple cakes | 184g | 19.90 | kind=box
      绿豆糕 | mung bean cakes | 150g | 13.80 | kind=box`,
  },
  {
    category: 'sweets',
    brand: ['糖角', 'Sugar Corner'],
    taxBp: 1300,
    kind: 'candy',
    goods: `
      牛奶巧克力 | milk chocolate | 43g | 8.90 | kind=bar | hot
      黑巧克力 72% | dark chocolate 72% | 40g | 10.90 | kind=bar
      榛子巧克力 | hazelnut chocolate | 40g | 9.90 | kind=bar
      花生能量棒 | peanut energy bar | 51g | 5.50 | kind=bar
      水果软糖 | fruit gummies | 70g | 6.90
      葡萄软糖 | grape gummies | 52g | 6.50
      薄荷糖 | mints | 21g | 8.50 | kind=tin
      无糖口香糖 西瓜 | sugar free gum watermelon | 27g | 7.90 | kind=tin
      无糖口香糖 薄荷 | sugar free gum mint | 27g | 7.90 | kind=tin | hot
      棒棒糖 混合装 | lollipops mixed | 48g | 5.00 | kind=lolly
      云朵奶糖 | cloud milk candy | 114g | 9.80
      果冻 橘子 | mandarin jelly | 200g | 4.50 | kind=pot`,
  },
  {
    category: 'instant',
    brand: ['面面', 'Noodle Noodle'],
    taxBp: 1300,
    kind: 'bowl',
    goods: `
      红烧牛肉面 | braised beef noodles | 105g | 5.00 | hot
      老坛酸菜面 | pickled cabbage noodles | 115g | 5.00
      香辣牛肉面 | spicy beef noodles | 105g | 5.00
      番茄鸡蛋面 | tomato egg noodles | 100g | 5.50
      海鲜面 | seafood noodles | 101g | 5.00
      红烧牛肉面 五连包 | braised beef noodles 5-pack | 103g×5 | 14.50 | kind=pouch
      拌面 葱油 | scallion oil noodles | 120g | 6.90
      酸辣粉 | hot and sour glass noodles | 134g | 7.50 | hot
      螺蛳粉 | river snail rice noodles | 280g | 13.90 | kind=pouch
      自热火锅 麻辣 | self-heating hotpot spicy | 425g | 29.90
      自热米饭 咖喱鸡 | self-heating rice chicken curry | 280g | 19.90
      速食粥 皮蛋瘦肉 | instant congee pork and egg | 32g | 6.50 | kind=cup
      紫菜蛋花汤 | seaweed egg soup | 8g×6 | 15.90 | kind=box
      火腿肠 | ham sausage | 40g | 2.00 | kind=sausage | hot
      火腿肠 玉米 | sweetcorn sausage | 40g | 2.50 | kind=sausage
      午餐肉 | luncheon meat | 198g | 15.80 | kind=tin
      豆豉鲮鱼 | dace with black beans | 227g | 21.90 | kind=tin
      八宝粥 | eight treasure congee | 360g | 5.50 | kind=can`,
  },
  {
    category: 'fresh',
    brand: ['半环鲜食', 'Halfloop Kitchen'],
    taxBp: 1300,
    kind: 'riceball',
    own: 'K',
    goods: `
      三角饭团 金枪鱼 | rice ball tuna | 110g | 5.90 | hot
      三角饭团 照烧鸡 | rice ball teriyaki chicken | 110g | 5.90 | hot
      三角饭团 梅子 | rice ball plum | 105g | 4.90
      手卷 蟹柳 | hand roll crab stick | 140g | 7.50
      便当 红烧肉 | bento braised pork | 420g | 18.80 | kind=bento | hot
      便当 宫保鸡丁 | bento kung pao chicken | 410g | 16.80 | kind=bento
      便当 咖喱牛肉 | bento beef curry | 430g | 19.80 | kind=bento
      便当 番茄牛腩意面 | bento beef pasta | 380g | 17.80 | kind=bento
      鸡蛋三明治 | egg sandwich | 120g | 8.90 | kind=sandwich | hot
      火腿芝士三明治 | ham cheese sandwich | 135g | 9.90 | kind=sandwich
      金枪鱼三明治 | tuna sandwich | 135g | 10.90 | kind=sandwich
      鸡胸肉沙拉 | chicken salad | 220g | 16.90 | kind=bento
      凯撒沙拉 | Caesar salad | 200g | 14.90 | kind=bento
      寿司拼盘 | sushi platter | 260g | 19.90 | kind=bento
      凉皮 | cold rice noodles | 350g | 11.80 | kind=bowl`,
  },
  {
    category: 'fresh',
    brand: null,
    taxBp: 600,
    kind: 'bun',
    own: 'H',
    goods: `
      鲜肉包 | pork bun | 90g | 2.50 | hot
      香菇青菜包 | mushroom and greens bun | 90g | 2.00
      豆沙包 | red bean bun | 90g | 2.00
      奶黄包 | custard bun | 80g | 2.50
      烧麦 | siu mai | 70g | 2.50
      茶叶蛋 | tea egg | 55g | 2.00 | kind=egg | hot
      关东煮 萝卜 | oden radish | - | 2.50 | kind=skewer
      关东煮 鱼丸 | oden fish balls | - | 3.00 | kind=skewer | hot
      关东煮 海带结 | oden kelp knots | - | 2.00 | kind=skewer
      烤肠 | grilled sausage | 70g | 4.00 | kind=skewer | hot
      炸鸡块 | fried chicken | 100g | 9.90 | kind=bento
      玉米棒 | sweetcorn cob | - | 4.50 | kind=corn
      烤红薯 | roasted sweet potato | 250g | 8.00 | kind=potato`,
  },
  {
    category: 'bakery',
    brand: ['麦角', 'Bread Corner'],
    taxBp: 1300,
    kind: 'loaf',
    own: 'B',
    goods: `
      切片吐司 | sliced toast | 300g | 9.90 | hot
      全麦吐司 | wholemeal toast | 300g | 11.90
      牛角包 | croissant | 60g | 5.50 | kind=croissant | hot
      红豆面包 | red bean bread | 90g | 4.90 | kind=roll
      肉松面包 | pork floss bread | 95g | 6.50 | kind=roll
      菠萝包 | pineapple bun | 85g | 4.90 | kind=roll
      奶油泡芙 | cream puffs | 70g | 7.50 | kind=roll
      瑞士卷 | Swiss roll | 120g | 12.90 | kind=cake
      提拉米苏 | tiramisu | 95g | 14.90 | kind=cake
      芝士蛋糕 | cheesecake | 90g | 13.90 | kind=cake
      蛋挞 两枚 | egg tarts, two | 120g | 8.80 | kind=roll
      贝果 原味 | bagel plain | 90g | 6.90 | kind=bagel
      甜甜圈 巧克力 | chocolate doughnut | 60g | 5.90 | kind=bagel`,
  },
  {
    category: 'produce',
    brand: null,
    taxBp: 900,
    kind: 'fruit',
    own: 'F',
    unit: 'kg',
    goods: `
      红富士苹果 | Fuji apples | - | 13.60
      香蕉 | bananas | - | 9.80 | kind=banana | hot
      砂糖橘 | sugar mandarins | - | 11.60
      巨峰葡萄 | Kyoho grapes | - | 25.60 | kind=grapes
      麒麟西瓜 | watermelon | - | 5.60 | kind=melon
      雪梨 | snow pears | - | 9.60
      猕猴桃 | kiwi fruit | - | 19.60
      柠檬 | lemons | - | 17.60`,
  },
  {
    category: 'produce',
    brand: ['田边', 'Fieldside'],
    taxBp: 900,
    kind: 'fruit',
    goods: `
      鲜切果杯 | fruit cup | 250g | 12.90 | kind=pot | hot
      蓝莓 盒装 | blueberries | 125g | 16.80 | kind=pot
      草莓 盒装 | strawberries | 300g | 29.90 | kind=pot
      圣女果 盒装 | cherry tomatoes | 500g | 11.90 | kind=pot`,
  },
  {
    category: 'produce',
    brand: ['田边', 'Fieldside'],
    taxBp: 0,
    kind: 'greens',
    goods: `
      生菜 | lettuce | 200g | 4.50
      小青菜 | baby bok choy | 300g | 3.80
      黄瓜 两根 | cucumbers, two | 350g | 4.20
      番茄 | tomatoes | 500g | 6.80 | kind=fruit
      土豆 | potatoes | 1kg | 5.90 | kind=potato
      鲜鸡蛋 | fresh eggs | ×10 | 13.80 | kind=eggs | hot
      鲜鸡蛋 | fresh eggs | ×30 | 36.80 | kind=eggs
      香葱 | spring onions | 100g | 2.00
      生姜 | ginger | 200g | 4.60 | kind=potato`,
  },
  {
    category: 'pantry',
    brand: ['谷仓路', 'Barn Road'],
    taxBp: 900,
    kind: 'sack',
    goods: `
      东北大米 | Northeast rice | 2.5kg | 24.90
      东北大米 | Northeast rice | 5kg | 45.90
      糯米 | glutinous rice | 1kg | 12.90
      小米 | millet | 1kg | 14.90
      挂面 | dried noodles | 900g | 8.90 | kind=pack
      中筋面粉 | plain flour | 2.5kg | 16.90
      花生油 | peanut oil | 900ml | 25.90 | kind=oil
      葵花籽油 | sunflower oil | 1.8L | 32.90 | kind=oil
      食盐 | salt | 400g | 2.50 | kind=pouch`,
  },
  {
    category: 'pantry',
    brand: ['谷仓路', 'Barn Road'],
    taxBp: 1300,
    kind: 'sauce',
    goods: `
      生抽 | light soy sauce | 500ml | 9.90
      老抽 | dark soy sauce | 500ml | 10.90
      香醋 | black vinegar | 500ml | 8.90
      料酒 | cooking wine | 500ml | 7.90
      蚝油 | oyster sauce | 510g | 9.90
      番茄酱 | ketchup | 320g | 8.50
      辣椒酱 | chilli sauce | 280g | 10.90 | kind=jar | hot
      豆瓣酱 | broad bean paste | 500g | 11.90 | kind=jar
      芝麻酱 | sesame paste | 200g | 13.90 | kind=jar
      蜂蜜 | honey | 250g | 25.90 | kind=jar
      白砂糖 | white sugar | 400g | 5.50 | kind=pouch
      鸡精 | chicken bouillon | 200g | 9.50 | kind=pouch
      花椒粉 | Sichuan pepper | 30g | 6.50 | kind=pouch`,
  },
  {
    category: 'frozen',
    brand: ['北窗', 'North Window'],
    taxBp: 1300,
    kind: 'icelolly',
    goods: `
      老冰棍 | old style ice lolly | 75g | 2.00 | hot
      绿豆冰 | mung bean ice | 75g | 2.50
      草莓雪糕 | strawberry ice cream bar | 65g | 4.00
      巧克力脆皮雪糕 | chocolate coated bar | 75g | 5.00 | hot
      香草甜筒 | vanilla cone | 67g | 6.00 | kind=cone
      抹茶甜筒 | matcha cone | 67g | 6.00 | kind=cone
      香草冰淇淋杯 | vanilla ice cream cup | 90g | 8.00 | kind=pot
      猪肉白菜水饺 | pork and cabbage dumplings | 450g | 15.90 | kind=pouch
      三鲜馄饨 | three delicacy wontons | 300g | 14.90 | kind=pouch
      黑芝麻汤圆 | black sesame rice balls | 320g | 13.90 | kind=pouch
      手抓饼 | flaky pancakes | 450g | 12.90 | kind=pouch
      速冻鸡米花 | frozen popcorn chicken | 400g | 22.90 | kind=pouch`,
  },
];
