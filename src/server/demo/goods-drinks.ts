/** Goods of the demo shop: what people drink. Brands, names and prices are ours; how a line reads: goods-group.ts. */
import type { GoodsGroup } from './goods-group.ts';

export const DRINKS: readonly GoodsGroup[] = [
  {
    category: 'drinks',
    brand: ['晴泉', 'Clearbrook'],
    taxBp: 1300,
    kind: 'bottle',
    goods: `
      天然水 | spring water | 350ml | 1.50
      天然水 | spring water | 550ml | 2.00 | hot
      天然水 | spring water | 1.5L | 3.50
      天然水 | spring water | 5L | 11.00 | kind=jug
      苏打水 原味 | soda water original | 400ml | 4.00
      苏打水 柠檬 | soda water lemon | 400ml | 4.00
      气泡水 白桃 | sparkling water white peach | 480ml | 5.00 | hot
      气泡水 青柠 | sparkling water lime | 480ml | 5.00
      气泡水 葡萄 | sparkling water grape | 480ml | 5.00
      电解质水 西柚 | electrolyte water grapefruit | 500ml | 5.50
      电解质水 荔枝 | electrolyte water lychee | 500ml | 5.50`,
  },
  {
    category: 'drinks',
    brand: ['气泡山', 'Fizzhill'],
    taxBp: 1300,
    kind: 'can',
    goods: `
      可乐 | cola | 330ml | 2.80 | hot
      可乐 | cola | 500ml | 3.50 | kind=bottle
      可乐 | cola | 2L | 7.80 | kind=bottle
      零糖可乐 | zero sugar cola | 330ml | 2.80
      零糖可乐 | zero sugar cola | 500ml | 3.50 | kind=bottle
      橙味汽水 | orange soda | 330ml | 2.80
      柠檬汽水 | lemon soda | 330ml | 2.80
      葡萄汽水 | grape soda | 330ml | 2.80
      荔枝汽水 | lychee soda | 275ml | 4.50 | kind=glass
      盐汽水 | salted soda | 600ml | 3.00 | kind=bottle
      能量饮料 | energy drink | 250ml | 6.00 | hot
      能量饮料 无糖 | energy drink sugar free | 250ml | 6.00`,
  },
  {
    category: 'drinks',
    brand: ['橙里', 'Orangely'],
    taxBp: 1300,
    kind: 'bottle',
    goods: `
      鲜橙汁 | orange juice | 300ml | 6.80 | hot
      鲜橙汁 | orange juice | 1L | 15.80 | kind=carton
      苹果汁 | apple juice | 300ml | 6.80
      葡萄汁 | grape juice | 300ml | 7.20
      芒果汁 | mango nectar | 300ml | 6.50
      西梅汁 | prune juice | 330ml | 9.90
      椰子水 | coconut water | 350ml | 7.50 | kind=carton
      酸梅汤 | sour plum drink | 500ml | 5.00
      山楂汁 | hawthorn juice | 350ml | 5.50
      番茄汁 | tomato juice | 280ml | 6.00 | kind=can`,
  },
  {
    category: 'tea',
    brand: ['茶屿', 'Tea Isle'],
    taxBp: 1300,
    kind: 'bottle',
    goods: `
      无糖绿茶 | green tea unsweetened | 500ml | 4.50 | hot
      无糖乌龙茶 | oolong tea unsweetened | 500ml | 4.50
      茉莉花茶 | jasmine tea | 500ml | 4.00
      冰红茶 | iced black tea | 500ml | 3.50 | hot
      冰红茶 | iced black tea | 1L | 5.00
      蜂蜜柚子茶 | honey citron tea | 500ml | 4.00
      大麦茶 | barley tea | 500ml | 5.00
      青柑普洱 | tangerine pu'er tea | 500ml | 6.00
      港式奶茶 | Hong Kong milk tea | 350ml | 6.50
      茉莉奶绿 | jasmine milk tea | 400ml | 6.50
      绿茶茶包 | green tea bags | ×20 | 16.80 | kind=box
      红茶茶包 | black tea bags | ×20 | 16.80 | kind=box`,
  },
  {
    category: 'tea',
    brand: ['黑羽', 'Blackwing'],
    taxBp: 1300,
    kind: 'cup',
    goods: `
      冷萃美式 | cold brew americano | 270ml | 7.50 | kind=bottle
      丝滑拿铁 | smooth latte | 270ml | 7.50 | kind=bottle
      生椰拿铁 | coconut latte | 280ml | 8.50 | kind=bottle | hot
      即饮摩卡 | ready mocha | 180ml | 5.50 | kind=can
      速溶黑咖啡 | instant black coffee | 2g×20 | 29.90 | kind=box
      三合一咖啡 | 3-in-1 coffee | 15g×12 | 22.50 | kind=box
      挂耳咖啡 中烘 | drip coffee medium | 10g×8 | 39.00 | kind=box
      意式咖啡豆 | espresso beans | 250g | 49.00 | kind=pouch`,
  },
  {
    category: 'tea',
    brand: null,
    taxBp: 600,
    kind: 'cup',
    own: 'C',
    goods: `
      热美式 | hot americano | 360ml | 9.00 | hot
      热拿铁 | hot latte | 360ml | 12.00 | hot
      冰拿铁 | iced latte | 480ml | 14.00
      热可可 | hot cocoa | 360ml | 12.00
      热豆浆 | hot soy milk | 300ml | 3.50 | hot
      柠檬红茶 | lemon black tea | 480ml | 8.00`,
  },
  {
    category: 'dairy',
    brand: ['早安牧场', 'Dawn Farm'],
    taxBp: 900,
    kind: 'carton',
    goods: `
      鲜牛奶 | fresh milk | 250ml | 4.80
      鲜牛奶 | fresh milk | 950ml | 14.80 | hot
      低脂鲜牛奶 | low fat fresh milk | 950ml | 14.80
      纯牛奶 | UHT milk | 250ml | 3.20 | hot
      纯牛奶 整箱 | UHT milk case | 250ml×12 | 36.00 | kind=box
      高钙牛奶 | high calcium milk | 250ml | 3.80
      羊奶 | goat milk | 200ml | 7.80`,
  },
  {
    category: 'dairy',
    brand: ['早安牧场', 'Dawn Farm'],
    taxBp: 1300,
    kind: 'pot',
    goods: `
      原味酸奶 | plain yogurt | 100g×8 | 15.90
      希腊酸奶 | Greek yogurt | 135g | 7.90 | hot
      草莓酸奶 | strawberry yogurt | 135g | 6.90
      黄桃酸奶 | yellow peach yogurt | 135g | 6.90
      蓝莓酸奶 | blueberry yogurt | 135g | 6.90
      活菌乳酸菌 | probiotic drink | 100ml×5 | 11.50 | kind=bottle
      巧克力奶 | chocolate milk | 250ml | 4.20 | kind=carton
      香蕉牛奶 | banana milk | 240ml | 5.50 | kind=carton
      片状奶酪 | cheese slices | 166g | 18.90 | kind=pack
      奶酪棒 | cheese sticks | 90g | 12.90 | kind=pack
      黄油 | butter | 200g | 23.80 | kind=pack`,
  },
  {
    category: 'alcohol',
    brand: ['麦浪', 'Wheatwave'],
    taxBp: 1300,
    kind: 'beercan',
    minAge: 18,
    goods: `
      淡爽啤酒 | light lager | 330ml | 4.00 | hot
      淡爽啤酒 | light lager | 500ml | 5.50
      全麦白啤 | wheat beer | 500ml | 7.90
      精酿 IPA | craft IPA | 330ml | 12.90
      黑啤 | stout | 500ml | 8.90
      原浆啤酒 | unfiltered beer | 1L | 15.90 | kind=glass
      无醇啤酒 | alcohol free beer | 330ml | 4.50 | age=0
      果味啤酒 百香果 | passion fruit beer | 330ml | 8.80`,
  },
  {
    category: 'alcohol',
    brand: ['南窗', 'South Window'],
    taxBp: 1300,
    kind: 'wine',
    minAge: 18,
    goods: `
      青梅酒 | green plum wine | 330ml | 28.00
      桂花米酒 | osmanthus rice wine | 375ml | 22.80
      干红葡萄酒 | dry red wine | 750ml | 58.00
      干白葡萄酒 | dry white wine | 750ml | 58.00
      高粱白酒 | sorghum spirit | 100ml | 15.00 | kind=glass
      高粱白酒 | sorghum spirit | 500ml | 49.00
      清酒 | rice sake | 300ml | 32.00
      预调酒 白桃 | premixed cocktail peach | 275ml | 11.80 | kind=glass
      预调酒 青柠 | premixed cocktail lime | 275ml | 11.80 | kind=glass`,
  },
];
